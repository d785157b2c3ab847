use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            data: JsonValue [default_json("{\"a\": 1,}")],
        },
    }
}

fn main() {}

//~ 10:13 `data` E0080: resource `Task`: field `data`: its default isn't JSON, or nests deeper than 64; write one JSON value
