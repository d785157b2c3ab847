use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Period [null_shown, check(ordered, "`starts` is before `ends`")] { starts: i32, ends: i32 }
}

fn ordered(_: &Period) -> bool {
    true
}

fn main() {}

//~ 6:38 `ordered` E0308
