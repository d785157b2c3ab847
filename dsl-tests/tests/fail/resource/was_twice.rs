use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        was: "jobs",
    }

    resource Todo {
        path: "/todos",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        was: "jobs",
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: resource `Task`: was `jobs` is the previous name of another resource's table, too; keep one `was`
