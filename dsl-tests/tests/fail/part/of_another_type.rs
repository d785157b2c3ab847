use warp_openapi::prelude::*;

struct Billing;

api! {
    api Shop { title: "Shop", version: "1", parts: [Billing] }
}

fn main() {}

//~ 6:53 `Billing` E0277: `Billing` is not a part of an API
//~ 6:53 `Billing` E0277: `Billing` is not a part of an API
