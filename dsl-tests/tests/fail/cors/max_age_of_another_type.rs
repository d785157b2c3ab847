use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        cors: { origins: ["https://app.example.com"], max_age: "600" },
    }
}

fn main() {}

//~ 7:64 `"600"` E0308
