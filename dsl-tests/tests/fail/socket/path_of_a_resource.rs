use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/tasks", allow: [subscribe] }

    resource Task { path: "/tasks", key: { id: i64 [auto_increment] }, fields: { title: String }, ops: [list] }
}

fn main() {}

//~ 4:9 `Talk` E0080: socket `Stream`: `Task` answers GET "/tasks" already; give one another path or method
