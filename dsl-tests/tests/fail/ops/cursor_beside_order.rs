use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String, done: Option<bool>, data: Option<JsonValue> },
        order: [title],
        ops: [list(cursor(-done))],
    }
}

fn main() {}

//~ 11:9 `ops` E0080: resource `Task`: its `list` pages along its cursor, so `order` would mean nothing; leave `order` out, or page by `offset`
