use warp_openapi::prelude::*;

api_part! {
    part Billing {}
    part Paying {}
}

fn main() {}
