use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", channels: { tasks: other::Task }, allow: [subscribe] }
}

mod other {
    use warp_openapi::prelude::*;

    api_part! {
        part Other {}

        schema Said { words: String }

        resource Task { path: "/tasks", key: { id: i64 [auto_increment] }, fields: { title: String }, ops: [read], publish: [create] }
    }
}

fn main() {}

//~ 4:9 `Talk` E0080: socket `Stream`: channel `tasks`: type `Task` isn't part of this API; join the `api_part!` that declares it with `parts: [..]`
