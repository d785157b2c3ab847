use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Option<i32> },
    }
}

fn main() {}

//~ 8:16 `id` E0080: resource `Task`: field `id` is part of the key, which can't be null; use the type without `Option`
//~ 8:20 `Option<i32>` E0277
