use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { created_by: String, by: String },
        owner: created_by,
        owner: by,
    }
}

fn main() {}

//~ 11:9 `owner` E0428
