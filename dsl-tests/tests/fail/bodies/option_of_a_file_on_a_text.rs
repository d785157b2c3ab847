use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Upload { title: String [max_bytes(3)] }
}

fn main() {}
