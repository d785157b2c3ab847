use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Color { Red = "red", Green }
}

fn main() {}

//~ 6:31 `Green` error: enum `Color`: `Green` has neither a text nor a number; write `Green = ".."`, or with numbers `Green = 1`
