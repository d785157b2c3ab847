use warp_openapi::prelude::*;

api! {
    /// A shop
    api Shop { title: "Shop", version: "1", docs: required }

    /// A task
    resource Task {
        path: "/tasks",
        key: {
            /// Number
            id: i64,
        },
        filters: { done(bool) = is_done },
    }
}

fn is_done(_: bool) -> Condition {
    Condition::all()
}

fn main() {}

//~ 5:9 `Shop` E0080: resource `Task`: filter `done` has no description; write a doc comment above it, or leave out `docs: required`
