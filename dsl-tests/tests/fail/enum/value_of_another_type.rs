use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Color { Red = 1 }
}

fn main() {}

//~ 6:24 `1` E0308
