use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { a: Uuid, b: Uuid },
    }

    resource Note {
        path: "/notes",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { task: Uuid [references("task", cascade)] },
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: resource `Note`: field `task` references "task", whose key has several fields; name one for each in `foreign_keys: [(..) = Task]`
