use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String, done: Option<bool>, data: Option<JsonValue> },
        ops: [list(offset.limit(50).max(20))],
    }
}

fn main() {}

//~ 10:9 `ops` E0080: resource `Task`: the `limit` of `list` is above its `max`; swap or change them
