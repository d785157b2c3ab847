use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { street: String [each(len(1..=3))] }
}

fn main() {}
