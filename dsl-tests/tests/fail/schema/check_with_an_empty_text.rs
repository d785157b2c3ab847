use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Period [check(ordered, " ")] { starts: i32, ends: i32 }
}

fn ordered(_: &Period) -> Result<(), FieldErrors> {
    Ok(())
}

fn main() {}

//~ 6:12 `Period` E0080: schema `Period`: a `check` has an empty text; write there what it demands, for the document
