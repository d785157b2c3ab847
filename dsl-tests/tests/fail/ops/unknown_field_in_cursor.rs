use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String, done: Option<bool>, data: Option<JsonValue> },
        ops: [list(cursor(-titel))],
    }
}

fn main() {}

//~ 10:28 `titel` E0599
