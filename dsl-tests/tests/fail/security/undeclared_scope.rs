use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: {
            oauth: OAuth2::implicit("https://id.example.com/authorize").scopes(&[("tasks:read", "Read tasks")]) = check_key,
        },
    }

    op ping() { route: GET "/ping", access: oauth[tasks:write] }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

async fn ping(_: Ctx) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 4:9 `Shop` E0080: op `ping`: `access` names the scope "tasks:write", which the scheme `oauth` doesn't declare; add it to its `.scopes(&[("tasks:write", "..")])`
