use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Period [check] { starts: i32, ends: i32 }
}

fn main() {}

//~ 6:20 `check` error: `check` is written `check(starts_before_it_ends, "`starts` is before `ends`")`, with the path of a function and what it demands
