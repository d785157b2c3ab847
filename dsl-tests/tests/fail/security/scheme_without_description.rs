use warp_openapi::prelude::*;

api! {
    /// A shop
    api Shop {
        title: "Shop",
        version: "1",
        docs: required,
        security: { api_key: ApiKey::header("X-Api-Key") = check_key },
        access: api_key,
    }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 5:9 `Shop` E0080: api `Shop`: scheme `api_key` has no description; write a doc comment above it, or leave out `docs: required`
