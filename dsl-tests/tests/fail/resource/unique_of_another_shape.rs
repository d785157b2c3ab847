use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { name: String },
        unique: [name],
    }
}

fn main() {}

//~ 10:9 `unique` error: `unique` is written `unique: [[author, title]]`, a list for each key
