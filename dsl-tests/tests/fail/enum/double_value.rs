use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Color { Red = "red", Red = "crimson" }
}

fn main() {}

//~ 3:1..7:2 E0004
//~ 3:1..7:2 E0428
