use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7), hidden] },
        fields: { at: DateTime<Utc> },
        ops: [list(cursor(-at))],
    }
}

fn main() {}

//~ 8:16 `id` E0080: resource `Task`: field `id` is part of the key, which cursors hold; leave out `hidden`, or page by `offset`
