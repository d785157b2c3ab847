use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { notes: Option<String> [write_only] },
        filters: { notes: [eq] },
        ops: [list],
    }
}

fn main() {}

//~ 10:9 `filters` E0080: resource `Task`: field `notes` is write-only, but filters would reveal it; remove the filter, or write a custom one
