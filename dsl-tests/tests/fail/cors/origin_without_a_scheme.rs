use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        cors: { origins: ["app.example.com"] },
    }
}

fn main() {}

//~ 7:17 `origins` E0080: origin "app.example.com" is no origin; write `https://app.example.com`, `https://*.example.com`, `*` or `null`
