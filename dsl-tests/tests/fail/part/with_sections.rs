use warp_openapi::prelude::*;

api_part! {
    part Billing { title: "Billing" }
}

fn main() {}

//~ 4:20 `title` error: `title` is no section of a part; there are `nulls` and `names`, and the `api` has the others
