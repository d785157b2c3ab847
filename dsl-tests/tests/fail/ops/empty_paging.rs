use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String, done: Option<bool>, data: Option<JsonValue> },
        ops: [list()],
    }
}

fn main() {}

//~ 10:15 `list` error: `list` is written `list`, `list(offset.limit(50))` or `list(cursor(-at, title))`
