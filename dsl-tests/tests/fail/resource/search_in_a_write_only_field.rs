use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { notes: Option<String> [write_only] },
        search: [notes],
        ops: [list],
    }
}

fn main() {}

//~ 10:9 `search` E0080: resource `Task`: field `notes` is write-only, but searches would reveal it piece by piece; remove it from `search`
