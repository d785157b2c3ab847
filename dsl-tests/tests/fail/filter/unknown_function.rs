use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { done: bool },
        filters: {
            done(bool) = is_dnoe,
        },
    }
}

fn main() {}

//~ 11:26 `is_dnoe` E0425
