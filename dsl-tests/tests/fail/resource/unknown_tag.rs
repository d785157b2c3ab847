use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        tag: Tsk,
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: resource `Task`: its tag `Tsk` isn't declared; add it to the api's `tags: { Tsk: ".." }`
