use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { numbers: Vec<i32> [each(len(1..=3))] }
}

fn main() {}

//~ 6:44 `len` E0599
