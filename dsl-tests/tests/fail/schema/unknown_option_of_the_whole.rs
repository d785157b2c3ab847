use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place [nulls_shown] { street: Option<String> }
}

fn main() {}

//~ 6:19 `nulls_shown` error: `nulls_shown` is no option of a schema; there are `null_shown`, `null_omitted`, `check`
