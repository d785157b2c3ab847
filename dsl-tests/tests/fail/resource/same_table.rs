use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        table: "tasks",
    }

    resource Todo {
        path: "/todos",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        table: "tasks",
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: resource `Todo`: `Task` has the table "tasks" too; give one another `table`
