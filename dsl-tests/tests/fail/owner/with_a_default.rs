use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { created_by: String [default("")] },
        owner: created_by,
    }
}

fn main() {}

//~ 10:9 `owner` E0080: resource `Task`: field `created_by` is the `owner`, whose value is always the caller's ID; remove its default
