use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        cors: {},
    }
}

fn main() {}

//~ 7:9 `cors` error: `cors` is written `cors: { origins: ["https://app.example.com", "https://*.example.com"], credentials: true }`, with one part at least
