use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    part Billing {}
}

fn main() {}

//~ 6:10 `Billing` error: `part` occurs once, as the first item of `api_part!`; move or remove this one
