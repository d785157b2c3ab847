use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { created_by: String [create_only] },
        owner: created_by,
    }
}

fn main() {}

//~ 9:19 `created_by` E0080: resource `Task`: field `created_by` is the `owner`, which is the caller's ID and never set by requests; remove `write_only`, `create_only` or `update_only`
