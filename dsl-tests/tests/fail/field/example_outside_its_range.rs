use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            size: Option<i32> [max(9), example(10)],
        },
    }
}

fn main() {}

//~ 10:13 `size` E0080: resource `Task`: field `size`: its example breaks its own range; change one of them
