use warp_openapi::prelude::*;

api_part! {
    enum Color { Red = "red" }
    part Billing {}
}

fn main() {}

//~ 4:10 `Color` error: an `api_part!` block begins with `part Name {}`
