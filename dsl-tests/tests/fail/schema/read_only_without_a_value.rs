use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { id: Uuid [read_only], street: String }
}

fn main() {}
