use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        fields: { name: String },
    }
}

fn main() {}

//~ 6:14 `Task` error: resource `Task` has no `key`; add `key: { id: Uuid [default_with(Uuid::now_v7)] }`
