use warp_openapi::prelude::*;

api! {
    enum Color { Red = "red" }

    api Shop { title: "Shop", version: "1" }
}

fn main() {}
