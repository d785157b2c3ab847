use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    api Market { title: "Market", version: "1" }
}

fn main() {}
