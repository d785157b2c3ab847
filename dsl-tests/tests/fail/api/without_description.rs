use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        docs: required,
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: api `Shop` has no description; write a doc comment above it, or leave out `docs: required`
