use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [write_only] },
    }
}

fn main() {}

//~ 8:16 `id` E0080: resource `Task`: field `id` is part of the key, which paths and replies show; leave out `write_only`
