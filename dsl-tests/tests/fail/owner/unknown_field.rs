use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { created_by: String },
        owner: created_bye,
    }
}

fn main() {}

//~ 10:16 `created_bye` E0599
