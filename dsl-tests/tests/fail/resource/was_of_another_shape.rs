use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        was { "todo" },
    }
}

fn main() {}

//~ 9:9 `was` error: `was` is written `was: "old_tasks"`, the name that the table had
