use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        table: "tasks",
        path: "/tasks",
        fields: {
            title: String [len(1..=80)],
            line_two: String,
            secret: String [write_only],
            made: DateTime<Utc> [read_only, default_with(Utc::now)],
            token: Uuid [default_with(Uuid::now_v7)],
            note: String [hidden],
        },
        ops: [read],
    }

    schema New = task::Create.omit(token) {}
}

fn main() {}

//~ 6:14 `Task` error: resource `Task` has no `key`; add `key: { id: Uuid [default_with(Uuid::now_v7)] }`
//~ 20:12 `New` E0425
//~ 20:12 `New` E0573
//~ 20:18 `task` E0433
