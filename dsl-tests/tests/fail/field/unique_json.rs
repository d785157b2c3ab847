use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            data: JsonValue [unique],
        },
    }
}

fn main() {}

//~ 10:13 `data` E0080: resource `Task`: field `data` is stored as JSON, which takes no `unique`, `index` or `references`; leave the option out
