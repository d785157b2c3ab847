use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        component: "Task",
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        component: "Todo",
    }
}

fn main() {}

//~ 10:9 `component` E0428
