use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: i64 [auto_increment, default(1)] },
    }
}

fn main() {}

//~ 8:16 `id` E0080: resource `Task`: field `id`: `auto_increment` and a default exclude each other; leave one out
