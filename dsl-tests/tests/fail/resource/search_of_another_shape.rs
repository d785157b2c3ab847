use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { name: String },
        search: name,
    }
}

fn main() {}

//~ 10:9 `search` error: `search` is written `search: [title, notes, author.name]`, with text fields and those of related rows
