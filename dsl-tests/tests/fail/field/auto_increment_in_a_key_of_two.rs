use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { shop: i64, id: i64 [auto_increment] },
    }
}

fn main() {}
