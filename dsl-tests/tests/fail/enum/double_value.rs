use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Color { Red = "red", Red = "crimson" }
}

fn main() {}

//~ 6:31 `Red` E0428
