use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Level { Low = LOW }
}

fn main() {}

//~ 6:24 `LOW` error
