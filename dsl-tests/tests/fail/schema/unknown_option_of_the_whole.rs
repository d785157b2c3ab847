use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place [nulls_shown] { street: Option<String> }
}

fn main() {}
