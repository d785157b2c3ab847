use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { created_by: String, id: i64 },
        fields: { title: String },
        owner: created_by,
    }
}

fn main() {}

//~ 10:9 `owner` E0080: resource `Task`: field `created_by` is the `owner`, but part of the key, which requests give; declare it under `fields`
