use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks/{id}",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
    }
}

fn main() {}

//~ 7:9 `path` E0080: resource `Task`: path "/tasks/{id}" has `{id}`, but no relation has that name; declare one to a single row under `relations`, or remove it: the key is added where operations need it
