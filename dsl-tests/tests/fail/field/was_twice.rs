use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String [was("name")], label: String [was("name")] },
    }
}

fn main() {}

//~ 9:48 `label` E0080: resource `Task`: field `label`: another field has the same previous name; keep one `was`
