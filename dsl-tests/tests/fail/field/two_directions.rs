use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            title: String [hidden, read_only],
        },
    }
}

fn main() {}

//~ 10:13 `title` E0080: resource `Task`: field `title` takes one of `hidden`, `read_only`, `write_only`, `create_only` and `update_only`; keep one
