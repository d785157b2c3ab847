use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    union Reference { Name(Strin) }
}

fn main() {}

//~ 6:28 `Strin` E0425
