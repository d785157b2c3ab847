use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        was: "todo",
    }

    resource Todo {
        path: "/todos",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        table: "todo",
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: resource `Task`: was `todo` names a table that another resource has; leave the section out, or rename in two migrations
