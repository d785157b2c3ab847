use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            size: i32 [multiple_of(5), default(7)],
        },
    }
}

fn main() {}

//~ 10:13 `size` E0080: resource `Task`: field `size`: its default breaks its own `multiple_of`; change one of them
