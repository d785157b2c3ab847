use warp_openapi::prelude::*;

api! {
    api Tasks { title: "Tasks", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: i64 [auto_increment] },
        fields: { title: String },
        ops: [list, create],
        publish: [create],
    }

    socket Live { path: "/live", channels: { tasks: { created: String } }, allow: [subscribe] }
}

fn main() {}

//~ 4:9 `Tasks` E0080: socket `Live`: channel `tasks` has events of its own, but resource `Task` publishes its changes there; rename it, or write `"tasks": Task`
