use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", nulls: visible }
}

fn main() {}

//~ 4:52 `visible` error: `visible` is no rule for nulls; there are `shown` and `omitted`
