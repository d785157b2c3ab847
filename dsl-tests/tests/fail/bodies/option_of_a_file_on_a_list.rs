use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Upload { titles: Vec<String> [media("image/png")] }
}

fn main() {}
