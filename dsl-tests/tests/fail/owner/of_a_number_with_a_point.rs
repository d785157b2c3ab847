use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { created_by: f64 },
        owner: created_by,
    }
}

fn main() {}

//~ 10:9 `owner` E0080: resource `Task`: field `created_by` is the `owner`, but holds no ids; make its type String, Uuid, i16, i32 or i64
