use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        table: "tasks",
        path: "/tasks",
        key: { id: i64 [auto_increment] },
        fields: {
            title: String [lenn(1..=80)],
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

//~ 11:28 `lenn` error: `lenn` is no option of a field or an argument; there are `name`, `deprecated`, `example_json`, `example`, `default`, `default_json`, `default_empty`, `default_with`, `read_only`, `write_only`, `null_shown`, `null_omitted`, `not_in_lists`, `access`, `hidden`, `create_only`, `update_only`, `column`, `was`, `unique`, `index`, `references`, `auto_increment`, `len`, `pattern`, `format`, `range`, `min`, `max`, `multiple_of`, `precision`, `digits`, `json_string`, `empty_as_null`, `each`, `max_bytes`, `media`, `header`
//~ 21:12 `New` error: schema `New` can't take what is left of `task::Create`, one of whose fields has an option that can't be read
