use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    resource Task { path: "/tasks", key: { id: Uuid [hidden, default_with(Uuid::now_v7)] }, fields: { title: String }, ops: [create], publish: [delete] }
}

fn main() {}

//~ 6:14 `Task` E0080: resource `Task`: `id` is hidden, but in the key, which is all that `publish` has to tell of a row that is deleted; take `hidden` off, or `delete` out of `publish`
