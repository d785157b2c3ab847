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

    schema New = task::Creation.omit(title) {}
}

fn main() {}

//~ 21:12 `New` error: schema `New`: without `pick` it is made of a schema or resource of this block, or of `task::Create` or `task::Update`, by these names
