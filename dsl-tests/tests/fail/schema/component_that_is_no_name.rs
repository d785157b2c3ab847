use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place as "geo place" { street: String }

    enum Color as "" { Red = "red" }
}

fn main() {}

//~ 6:12 `Place` E0080: `as "geo place"` is not a name that the document can have; take letters, digits, `.`, `_` and `-`
//~ 8:10 `Color` E0080: `as ""` is not a name that the document can have; take letters, digits, `.`, `_` and `-`
