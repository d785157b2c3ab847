use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { bearer: Bearer::jwt() = Jwt::jwks("https://id.example.com").issuers("a") },
    }
}

fn main() {}

//~ 7:81 `issuers` E0599
