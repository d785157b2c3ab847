use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
    }

    op ping() { route: GET "/ping", access: api_key }
}

async fn ping(_: Ctx) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 4:9 `Shop` E0080: op `ping`: `access` names the scheme `api_key`, which the api's `security` doesn't declare; declare it there
