use warp_openapi::prelude::*;

api! {
    /// A shop
    api Shop { title: "Shop", version: "1", docs: required }

    enum Color { Red = "red" }
}

fn main() {}

//~ 5:9 `Shop` E0080: enum `Color` has no description; write a doc comment above it, or leave out `docs: required`
