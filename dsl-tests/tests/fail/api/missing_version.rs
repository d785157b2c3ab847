use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: api `Shop` has no `version`; add `version: env!("CARGO_PKG_VERSION")`
