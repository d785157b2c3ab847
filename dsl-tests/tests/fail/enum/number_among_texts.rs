use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Color { Red = "red", Green = 2 }
}

fn main() {}

//~ 6:39 `2` E0308
