use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { api_key: ApiKey::header("X Api Key") = check_key },
        access: api_key,
    }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 4:9 `Shop` E0080: api `Shop`: scheme `api_key`: "X Api Key" is no name of a header or cookie (RFC 9110, section 5.6.2); write one such as "X-Api-Key"
