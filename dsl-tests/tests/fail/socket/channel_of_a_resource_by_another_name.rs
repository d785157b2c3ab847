use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", channels: { task: Task }, allow: [subscribe] }

    resource Task { path: "/tasks", key: { id: i64 [auto_increment] }, fields: { title: String }, ops: [read], publish: [create] }
}

fn main() {}

//~ 6:38 `channels` E0080: socket `Stream`: channel `task` is of resource `Task`, whose changes are published on another channel; write `"tasks": Task`
