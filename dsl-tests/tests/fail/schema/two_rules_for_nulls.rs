use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place [null_shown, null_omitted] { street: Option<String> }
}

fn main() {}

//~ 6:31 `null_omitted` error: a schema has one rule for nulls, written `[null_shown]` or `[null_omitted]`
