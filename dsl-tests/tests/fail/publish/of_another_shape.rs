use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    resource Task { path: "/tasks", key: { id: i64 [auto_increment] }, fields: { title: String }, ops: [read], publish: create }
}

fn main() {}

//~ 6:112 `publish` error: `publish` is written `publish: [create, update, delete]`, with the changes to publish, or left out
