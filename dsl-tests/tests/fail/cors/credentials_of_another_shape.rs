use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        cors: { origins: ["https://app.example.com"], credentials: yes },
    }
}

fn main() {}

//~ 7:55 `credentials` error: `credentials` is written `credentials: true`, for pages whose requests have cookies, or left out
