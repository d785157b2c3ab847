use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        ops: [create_many],
    }

    resource Todo {
        path: "/tasks/bulk",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        ops: [list],
    }
}

fn main() {}
