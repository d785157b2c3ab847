use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    union Reference { Text(String), Nothing }
}

fn main() {}

//~ 3:1..7:2 error
