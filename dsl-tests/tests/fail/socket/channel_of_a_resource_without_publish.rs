use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", channels: { tasks: Task }, allow: [subscribe] }

    resource Task { path: "/tasks", key: { id: i64 [auto_increment] }, fields: { title: String }, ops: [read] }
}

fn main() {}

//~ 6:38 `channels` E0080: socket `Stream`: channel `tasks` is of resource `Task`, which publishes no changes; give that `publish: [create, update, delete]`
