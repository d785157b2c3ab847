use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        table: "tasks",
        path: "/tasks",
        key: { id: i64 [auto_increment] },
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

    enum Color { Red = "red" }

    schema New = Color.pick(title) {}
}

fn main() {}

//~ 3:1..24:2 E0277
//~ 3:1..24:2 E0277
//~ 3:1..24:2 E0277
//~ 3:1..24:2 E0277
//~ 23:29 `title` E0599
//~ 23:29 `title` E0599
