use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { data: JsonValue, name: String },
        unique: [[name, data]],
    }
}

fn main() {}

//~ 10:9 `unique` E0080: resource `Task`: field `data` is stored as JSON, which can't be `unique`; remove it
