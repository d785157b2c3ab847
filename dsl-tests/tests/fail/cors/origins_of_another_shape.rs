use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        cors: { origins: "https://app.example.com" },
    }
}

fn main() {}

//~ 7:17 `origins` error: `origins` is written `origins: ["https://app.example.com", "https://*.example.com"]`, the origins whose pages may call the API
