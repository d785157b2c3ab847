use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        tag: "Task",
    }
}

fn main() {}

//~ 9:9 `tag` error: `tag` is written `tag: Task`, one of the api's `tags`
