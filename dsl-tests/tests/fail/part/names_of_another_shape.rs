use warp_openapi::prelude::*;

api_part! {
    part Billing { names: "camelCase" }
}

fn main() {}

//~ 4:20 `names` error: `names` is written `names: camel_case`, `names: snake_case`, `names: kebab_case` or `names: pascal_case`
