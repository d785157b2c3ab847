use warp_openapi::prelude::*;

api_part! {
    part Billing { title: "Billing" }
}

fn main() {}
