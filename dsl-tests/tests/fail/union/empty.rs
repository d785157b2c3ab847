use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    union Reference {}
}

fn main() {}

//~ 6:11 `Reference` error: union `Reference` has no variant; give it at least one, `Text(String)`
