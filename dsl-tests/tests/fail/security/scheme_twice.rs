use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: {
            api_key: ApiKey::header("X-Api-Key") = check_key,
            api_key: Bearer::new() = check_key,
        },
        access: api_key,
    }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 4:9 `Shop` E0080: api `Shop`: scheme `api_key` is declared twice; keep one
