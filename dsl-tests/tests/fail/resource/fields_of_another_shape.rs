use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: [name],
    }
}

fn main() {}

//~ 6:14 `Task` error: resource `Task`: write its fields as `fields: { title: String [len(1..=80)] }`
