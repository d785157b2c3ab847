use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { bearer: Bearer::jwt() = Jwt::pem("-----") },
    }
}

fn main() {}

//~ 7:50 `pem` error: `pem` is no way to make `Jwt`; there are `Jwt::jwks("https://..")` and `Jwt::secret_from("JWT_SECRET")`
