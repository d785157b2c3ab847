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

//~ 14:9 `Shop` E0080: resource `ManyTask`: its operation `create_many_task` has the id of the bulk operation of `Task`; rename one of the resources, or leave one operation out
