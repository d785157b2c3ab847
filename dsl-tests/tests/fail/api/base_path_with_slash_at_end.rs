use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        base_path: "/v1/",
    }
}

fn main() {}
