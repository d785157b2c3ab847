use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { api_key: ApiKey::header("X-Api-Key") = check_key },
    }

    op ping() { route: GET "/ping", access: api_key | public | api_key }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

async fn ping(_: Ctx) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 4:9 `Shop` E0080: op `ping`: `public` is written once in `access`, before the schemes: `public | bearer`
