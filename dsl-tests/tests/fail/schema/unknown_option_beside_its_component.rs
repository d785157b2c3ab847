use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place as "geo.Place" [hidden] { street: Option<String> }
}

fn main() {}
