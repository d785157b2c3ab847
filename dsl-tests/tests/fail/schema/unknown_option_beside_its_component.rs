use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place as "geo.Place" [hidden] { street: Option<String> }
}

fn main() {}

//~ 6:34 `hidden` error: `hidden` is no option of a schema; there are `null_shown`, `null_omitted`, `check`
