use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        key: { number: i64 },
    }
}

fn main() {}

//~ 9:9 `key` error: a resource has one `key`, written `key: { id: Uuid [default_with(Uuid::now_v7)] }`
