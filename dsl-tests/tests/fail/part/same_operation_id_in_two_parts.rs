use warp_openapi::prelude::*;

mod bulk {
    use warp_openapi::prelude::*;

    api_part! {
        part Bulk {}

        resource ManyTask { path: "/batches", key: { id: i64 }, ops: [create] }
    }
}

api! {
    api Shop { title: "Shop", version: "1", parts: [bulk::Bulk] }

    resource Task { path: "/tasks", key: { id: i64 }, ops: [create_many] }
}

fn main() {}
