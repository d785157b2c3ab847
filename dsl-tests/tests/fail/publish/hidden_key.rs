use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    resource Task { path: "/tasks", key: { id: Uuid [hidden, default_with(Uuid::now_v7)] }, fields: { title: String }, ops: [create], publish: [delete] }
}

fn main() {}

//~ 6:135 `publish` E0080: resource `Task`: `id` is hidden, but part of the key, which is all that `publish` sends when a row is deleted; remove `hidden`, or `delete` from `publish`
