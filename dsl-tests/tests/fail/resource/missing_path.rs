use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        ops: [list],
    }
}

fn main() {}

//~ 6:14 `Task` E0080: resource `Task` has no `path`; add one, such as `path: "/tasks"`
