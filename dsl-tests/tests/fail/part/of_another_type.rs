use warp_openapi::prelude::*;

struct Billing;

api! {
    api Shop { title: "Shop", version: "1", parts: [Billing] }
}

fn main() {}
