use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { name: String },
        fields: { title: String },
    }
}

fn main() {}

//~ 10:9 `fields` error: a resource has one `fields`, written `fields: { title: String [len(1..=80)] }`
