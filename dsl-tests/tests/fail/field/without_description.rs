use warp_openapi::prelude::*;

api! {
    /// A shop
    api Shop { title: "Shop", version: "1", docs: required }

    /// A task
    resource Task {
        path: "/tasks",
        key: { id: i64 },
    }
}

fn main() {}

//~ 5:9 `Shop` E0080: resource `Task`: field `id` has no description; write a doc comment above it, or leave out `docs: required`
