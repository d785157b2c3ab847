use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { street }
}

fn main() {}

//~ 6:12 `Place` error: schema `Place`: every property has a type, `street: String [len(1..=80)]`
