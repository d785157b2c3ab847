use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", names: camelCase }
}

fn main() {}

//~ 4:52 `camelCase` error: `camelCase` is no rule for names; there are `camel_case`, `snake_case`, `kebab_case` and `pascal_case`
