use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        servers: "https://example.com",
    }
}

fn main() {}

//~ 7:9 `servers` error: `servers` is written `servers: ["https://api.example.com/v1"]`
