use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    union Reference { Text(String), Nothing }
}

fn main() {}

//~ 6:11 `Reference` error: union `Reference`: every variant has a type, `Text(String)`
