use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: {},
    }
}

fn main() {}

//~ 7:9 `security` error: `security` is written `security: { api_key: ApiKey::header("X-Api-Key") = check_key }`
