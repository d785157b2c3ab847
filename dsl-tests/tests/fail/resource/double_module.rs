use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        module: tasks,
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        module: todos,
    }
}

fn main() {}

//~ 10:9 `module` error: a resource has one `module`, written `module: api_keys`, the name of its Rust module
