use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { street: String [was("road")] }
}

fn main() {}

//~ 6:36 `was` E0599
