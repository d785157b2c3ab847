use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { api_key: ApiKey::header("X-Api-Key") = check_key },
    }

    op ping() { route: GET "/ping", access: public | api_key[shop:read] }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

async fn ping(_: Ctx) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 4:9 `Shop` E0080: op `ping`: `access` lets anybody in, so the scopes of `api_key` protect nothing; remove them, or remove `public`
