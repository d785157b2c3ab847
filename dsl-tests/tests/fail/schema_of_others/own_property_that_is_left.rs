use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        table: "tasks",
        path: "/tasks",
        key: { id: i64 [auto_increment] },
        fields: { title: String [len(1..=80)], line_two: String, note: String [hidden] },
        ops: [read],
    }

    schema Short = Task.omit(line_two) { note: Option<String>, title: Option<String> }
}

fn main() {}

//~ 3:1..15:2 E0062
//~ 3:1..15:2 E0119
//~ 3:1..15:2 E0124
//~ 3:1..15:2 E0308
//~ 3:1..15:2 E0308
//~ 3:1..15:2 E0308
//~ 3:1..15:2 E0428
//~ 10:19 `title` E0308
//~ 14:64 `title` E0062
//~ 14:64 `title` E0428
//~ 14:64 `title` error: schema `Short` takes `title` of `Task`, too; omit it there, or rename this one
