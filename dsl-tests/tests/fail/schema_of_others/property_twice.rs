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

    schema New = task::Create.pick(title, title) {}
}

fn main() {}

//~ 3:1..22:2 E0119
//~ 3:1..22:2 E0124
//~ 3:1..22:2 E0382
//~ 21:43 `title` E0062
//~ 21:43 `title` E0428
//~ elsewhere E0062
