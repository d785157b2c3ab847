use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { street: String [lenght(1..=80)] }
}

fn main() {}
