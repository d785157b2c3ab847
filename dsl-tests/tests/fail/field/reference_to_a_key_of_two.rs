use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { a: Uuid, b: Uuid },
    }

    resource Note {
        path: "/notes",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { task: Uuid [references("task", cascade)] },
    }
}

fn main() {}
