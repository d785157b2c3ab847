use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { tags: Vec<String> [each(len(1..=3), default("a"))] }
}

fn main() {}
