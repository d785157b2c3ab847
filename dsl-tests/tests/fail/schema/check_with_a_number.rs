use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Period [check(ordered, 7)] { starts: i32, ends: i32 }
}

fn ordered(_: &Period) -> Result<(), FieldErrors> {
    Ok(())
}

fn main() {}

//~ 6:35 `7` E0308
