use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Color { Red(i32) }
}

fn main() {}

//~ 6:21 `(` error
