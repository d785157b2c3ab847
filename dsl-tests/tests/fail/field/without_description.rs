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
