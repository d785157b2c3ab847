use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        table "tasks",
    }
}

fn main() {}

//~ 9:9 `table` error: `table` is written `table: "tasks"`
