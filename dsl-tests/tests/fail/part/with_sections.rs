use warp_openapi::prelude::*;

api_part! {
    part Billing { title: "Billing" }
}

fn main() {}

//~ 4:20 `title` error: a part has no sections; write `part Name {}`, and sections in the `api`
