use warp_openapi::prelude::*;

api_part! {
    enum Color { Red = "red" }
    part Billing {}
}

fn main() {}
