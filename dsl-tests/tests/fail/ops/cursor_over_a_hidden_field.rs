use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { score: Option<i32> [hidden] },
        ops: [list(cursor(-score))],
    }
}

fn main() {}

//~ 10:9 `ops` E0080: resource `Task`: field `score` isn't in replies, but cursors would show its values; remove it from `cursor`
