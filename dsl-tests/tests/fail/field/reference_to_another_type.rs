use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
    }

    resource Note {
        path: "/notes",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { task: i64 [references("task", cascade)] },
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: resource `Note`: field `task` references "task", whose key has another type; give it the type of `id`
