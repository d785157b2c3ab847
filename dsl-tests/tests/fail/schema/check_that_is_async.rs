use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Period [check(ordered, "`starts` is before `ends`")] { starts: i32, ends: i32 }
}

async fn ordered(_: &Period) -> Result<(), FieldErrors> {
    Ok(())
}

fn main() {}

//~ 6:26 `ordered` E0308
