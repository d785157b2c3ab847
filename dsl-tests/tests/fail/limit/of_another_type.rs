use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        limit: per_minute("60"),
    }
}

fn main() {}

//~ 7:27 `"60"` E0308
