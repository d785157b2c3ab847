use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String, done: Option<bool>, data: Option<JsonValue> },
        ops: [list(offset.limit(0))],
    }
}

fn main() {}

//~ 10:9 `ops` E0080: resource `Task`: a page of `list` holds no row; let `limit` and `max` be at least 1
