use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String, done: Option<bool>, data: Option<JsonValue> },
        ops: [read, list, read],
    }
}

fn main() {}

//~ 10:9 `ops` E0080: resource `Task`: `ops` names `read` twice; keep one
