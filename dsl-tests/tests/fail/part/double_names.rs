use warp_openapi::prelude::*;

api_part! {
    part Billing { names: camel_case, nulls: shown, names: snake_case }
}

fn main() {}

//~ 4:53 `names` E0428
