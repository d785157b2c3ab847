use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: {
            api_key: ApiKey::header("X-Api-Key") = check_key,
            other_key: ApiKey::header("x-api-key") = check_key,
        },
        access: api_key,
    }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 4:9 `Shop` E0080: api `Shop`: scheme `other_key`: its credentials can't be distinguished from those of another scheme; take them from another place
