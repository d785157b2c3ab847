use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        limit: per_second(2_000_000),
    }
}

fn main() {}

//~ 7:16 `per_second` E0080: `per_second` allows more than a million requests in a second; leave the limit out
