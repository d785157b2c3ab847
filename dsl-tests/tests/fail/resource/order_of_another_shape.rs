use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { name: String },
        order: "name",
    }
}

fn main() {}

//~ 10:9 `order` error: `order` is written `order: [title, severity, author.name]`, with fields, computed fields, and fields of related rows
