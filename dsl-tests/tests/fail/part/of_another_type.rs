use warp_openapi::prelude::*;

struct Billing;

api! {
    api Shop { title: "Shop", version: "1", parts: [Billing] }
}

fn main() {}

//~ 5:1..7:2 E0277: `Billing` is not a part of an API
//~ 5:1..7:2 E0277: `Billing` is not a part of an API
//~ 5:1..7:2 E0277: `Billing` is not a part of an API
