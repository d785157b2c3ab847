use warp_openapi::prelude::*;

api_part! {
    part Billing {}

    enum Means { Card = "card" }
}

api! {
    api Shop { title: "Shop", version: "1", names: camel_case, parts: [Billing] }
}

fn main() {}

//~ 10:9 `Shop` E0080: part `Billing` has no rule for names, but api `Shop` has `camel_case`; write `part Billing { names: camel_case }`, or `names: snake_case` if they shall be there as they are in Rust
