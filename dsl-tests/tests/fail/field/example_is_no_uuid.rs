use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            other: Uuid [example("abc")],
        },
    }
}

fn main() {}

//~ 10:13 `other` E0080: resource `Task`: field `other`: its example isn't written as its type is in JSON
