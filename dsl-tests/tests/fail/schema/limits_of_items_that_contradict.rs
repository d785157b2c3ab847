use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { tags: Vec<String> [each(len(9..=3))] }
}

fn main() {}
