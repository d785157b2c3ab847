use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", docs }
}

fn main() {}
