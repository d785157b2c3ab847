use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        parts: Billing,
    }
}

fn main() {}

//~ 7:9 `parts` error: `parts` is written `parts: [billing::Billing]`
