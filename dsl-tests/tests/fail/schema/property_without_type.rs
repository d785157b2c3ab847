use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { street }
}

fn main() {}

//~ 3:1..7:2 error
