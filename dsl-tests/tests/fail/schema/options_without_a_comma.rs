use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Period [null_shown check(ordered, "`starts` is before `ends`")] { starts: i32, ends: i32 }
}

fn ordered(_: &Period) -> Result<(), FieldErrors> {
    Ok(())
}

fn main() {}

//~ 6:31 `check` error: write a comma between the options `null_shown` and `check`
