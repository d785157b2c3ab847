use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            size: i32 [range(9..=3)],
        },
    }
}

fn main() {}

//~ 10:13 `size` E0080: resource `Task`: field `size`: its least value is above its greatest; put the lesser number first
