use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            number: i64 [auto_increment],
        },
    }
}

fn main() {}

//~ 10:13 `number` E0080: resource `Task`: field `number`: `auto_increment` is for the key; declare the field under `key`, or leave it out
