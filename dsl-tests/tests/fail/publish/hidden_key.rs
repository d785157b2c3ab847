use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    resource Task { path: "/tasks", key: { id: Uuid [hidden, default_with(Uuid::now_v7)] }, fields: { title: String }, ops: [create], publish: [delete] }
}

fn main() {}
