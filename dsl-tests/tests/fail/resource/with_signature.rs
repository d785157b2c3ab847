use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task(id: i32) { key: { id: i32 } }
}

fn main() {}
