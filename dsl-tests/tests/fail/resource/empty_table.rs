use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        table: "",
    }
}

fn main() {}

//~ 9:9 `table` E0080: resource `Task`: its `table` is empty; give a name, or leave the section out for `task`
