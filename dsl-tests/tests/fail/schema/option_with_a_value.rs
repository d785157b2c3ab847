use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place [null_shown(true)] { street: Option<String> }
}

fn main() {}
