use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { oauth: OAuth2::password("/token") = check_key },
        access: oauth,
    }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 4:9 `Shop` E0080: api `Shop`: scheme `oauth`: "/token" is no absolute URL; write one such as "https://id.example.com/token"
