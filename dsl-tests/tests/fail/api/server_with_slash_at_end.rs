use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        servers: ["https://example.com/"],
    }
}

fn main() {}
