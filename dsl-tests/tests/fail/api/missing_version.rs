use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
    }
}

fn main() {}
