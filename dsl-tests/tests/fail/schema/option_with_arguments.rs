use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Period [null_shown(true), check(ordered, "`starts` is before `ends`")] { starts: i32, ends: i32 }
}

fn ordered(_: &Period) -> Result<(), FieldErrors> {
    Ok(())
}

fn main() {}

//~ 6:20 `null_shown` error: a schema has one rule for nulls, written `[null_shown]` or `[null_omitted]`
