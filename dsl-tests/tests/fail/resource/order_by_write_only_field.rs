use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { notes: Option<String> [write_only] },
        order: [notes],
        ops: [list],
    }
}

fn main() {}

//~ 10:9 `order` E0080: resource `Task`: field `notes` is write-only, but the order of rows would reveal it; remove it from `order`
