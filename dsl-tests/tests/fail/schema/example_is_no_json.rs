use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place {
        near: Vec<i64> [example_json("[1, 2")],
    }
}

fn main() {}
