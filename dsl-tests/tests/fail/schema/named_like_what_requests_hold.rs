use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Inner { secret: Option<String> [write_only] }
    schema Place { inner: Vec<Inner> }
    schema PlaceInput { street: String }
}

fn main() {}
