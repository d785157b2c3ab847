use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String, done: Option<bool>, data: Option<JsonValue> },
        ops: list,
    }
}

fn main() {}

//~ 10:9 `ops` error: `ops` is written `ops: [list(offset.limit(50)), create, read [operation_id("GetTask")]]`
