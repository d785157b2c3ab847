use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: JsonValue },
    }
}

fn main() {}

//~ 8:16 `id` E0080: resource `Task`: field `id` is part of the key, but stored as JSON; use a type of its own column
