use warp_openapi::prelude::*;

api_part! {
    part Billing {}

    enum Means { Card = "card" }
}

api! {
    api Shop { title: "Shop", version: "1", nulls: shown, parts: [Billing] }
}

fn main() {}

//~ 10:9 `Shop` E0080: part `Billing` has no rule for nulls, but api `Shop` shows them; write `part Billing { nulls: shown }`, or `nulls: omitted` if they shall be left out there
