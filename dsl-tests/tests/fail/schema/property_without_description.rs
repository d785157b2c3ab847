use warp_openapi::prelude::*;

api! {
    /// A shop
    api Shop { title: "Shop", version: "1", docs: required }

    /// A place
    schema Place { street: String }
}

fn main() {}
