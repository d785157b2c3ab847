use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", names: "camelCase" }
}

fn main() {}

//~ 4:45 `names` error: `names` is written `names: camel_case`, `names: snake_case`, `names: kebab_case` or `names: pascal_case`
