use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            parent: Uuid [references(Task, nullify)],
        },
    }
}

fn main() {}

//~ 10:44 `nullify` error: `nullify` is nothing that a deleted row does to those that refer to it; there are `cascade`, `set_null`, `restrict`
