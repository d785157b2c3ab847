use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { street: Strin }
}

fn main() {}

//~ 6:28 `Strin` E0425
