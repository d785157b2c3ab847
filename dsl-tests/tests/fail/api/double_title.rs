use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        title: "Market",
        version: "1",
    }
}

fn main() {}
