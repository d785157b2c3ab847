use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Color { Red = "red", Green }
}

fn main() {}

//~ 6:10 `Color` error: enum `Color`: every value has a text, `Todo = "todo"`
