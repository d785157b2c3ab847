use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        cors: { origins: ["https://app.example.com"], origins: ["https://b.example.com"] },
    }
}

fn main() {}

//~ 7:55 `origins` E0428
