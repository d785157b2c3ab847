use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        failed_credentials: 20,
    }
}

fn main() {}

//~ 7:9 `failed_credentials` error: `failed_credentials` is written `failed_credentials: per_minute(20)`, the most invalid credentials of one address
