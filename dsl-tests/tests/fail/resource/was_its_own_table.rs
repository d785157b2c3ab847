use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        table: "tasks",
        was: "tasks",
    }
}

fn main() {}

//~ 10:9 `was` E0080: resource `Task`: was `tasks` is the name that its table has; leave the section out
