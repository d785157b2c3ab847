use warp_openapi::prelude::*;

api! {
    /// A shop
    api Shop { title: "Shop", version: "1", docs: required }

    /// A place
    schema Place { street: String }
}

fn main() {}

//~ 5:9 `Shop` E0080: schema `Place`: field `street` has no description; write a doc comment above it, or leave out `docs: required`
