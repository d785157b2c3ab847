use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { api_key: ApiKey::query("key") = check_key },
        access: api_key,
    }

    op ping(key: String) { route: GET "/ping" }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

async fn ping(_: Ctx, _: String) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 4:9 `Shop` E0080: op `ping`: its parameter `key` is the key of the scheme `api_key`; rename one
