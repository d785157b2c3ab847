use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        names,
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        ops: [list],
    }
}

fn main() {}

//~ 8:9 `names` error: `names` is written `names: camel_case`, `names: snake_case`, `names: kebab_case` or `names: pascal_case`
