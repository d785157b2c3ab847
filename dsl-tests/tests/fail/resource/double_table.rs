use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        table: "tasks",
        table: "todos",
    }
}

fn main() {}

//~ 10:9 `table` E0428
