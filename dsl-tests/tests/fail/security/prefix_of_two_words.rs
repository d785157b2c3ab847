use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { api_key: Bearer::new().prefix("two words") = check_key },
    }

    op ping() { route: GET "/ping", access: public | api_key }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

async fn ping(_: Ctx) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 4:9 `Shop` E0080: api `Shop`: scheme `api_key`: "two words" can't stand before a token (RFC 9110, section 11.1); write a word such as "Token"
