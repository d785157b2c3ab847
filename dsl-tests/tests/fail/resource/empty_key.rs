use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: {},
    }
}

fn main() {}

//~ 6:14 `Task` error: resource `Task` has an empty `key`; name at least one field there
