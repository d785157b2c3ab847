use warp_openapi::prelude::*;

api! {
    api Shop {
        version: "1",
    }
}

fn main() {}
