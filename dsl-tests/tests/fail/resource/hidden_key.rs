use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7), hidden] },
        ops: [list, create, read],
    }
}

fn main() {}

//~ 8:16 `id` E0080: resource `Task`: field `id` is part of the key, which the paths of `read`, `update`, `put` and `delete` show; leave out `hidden` or these
