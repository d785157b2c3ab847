use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        unique: [[title, title]],
    }
}

fn main() {}

//~ 10:9 `unique` E0080: resource `Task`: field `title` is duplicated in one list of `unique`; keep one
