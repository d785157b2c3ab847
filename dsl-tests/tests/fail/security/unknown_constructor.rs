use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { api_key: ApiKey::heder("X-Api-Key") = check_key },
        access: api_key,
    }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 7:38 `heder` error: `heder` is no way to make `ApiKey`; there are `ApiKey::header(..)`, `ApiKey::query(..)`, `ApiKey::cookie(..)`
