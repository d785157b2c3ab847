use warp_openapi::prelude::*;

api_part! {
    part Billing {}
    part Paying {}
}

fn main() {}

//~ 5:10 `Paying` error: `part` occurs once, as the first item of `api_part!`; move or remove this one
