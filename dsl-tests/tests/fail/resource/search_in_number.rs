use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { size: i32 },
        search: [size],
    }
}

fn main() {}

//~ 10:9 `search` E0080: resource `Task`: field `size` isn't free text, so `search` can't look through it; remove it from `search`
