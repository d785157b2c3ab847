use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { api_key: ApiKye::header("X-Api-Key") = check_key },
        access: api_key,
    }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 7:30 `ApiKye` error: `ApiKye` is no kind of security scheme; there are `ApiKey`, `Basic`, `Bearer`, `OAuth2`, `OpenIdConnect`
