use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { notes: Option<String> [hidden] },
        search: [notes],
    }
}

fn main() {}

//~ 10:9 `search` E0080: resource `Task`: field `notes` is hidden, but the document lists what `search` looks through; remove it from `search`
