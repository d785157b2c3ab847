use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { api_key: ApiKey::header("X-Api-Key") = check_key },
    }

    op ping() { route: GET "/ping", access: api_key[] }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

async fn ping(_: Ctx) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 10:37 `access` error: an op's `access` is written `access: bearer[tasks:write] | api_key`, `access: public` or `access: public | bearer`
