use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", tags: { Articles: "What is read" } }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        ops: [read [operation_id("Get")], update [operation_id("Get")]],
    }
}

fn main() {}

//~ 10:21 `operation_id` E0080: resource `Article`: `read` and `update` have the operation id "Get"; give one another `operation_id`
//~ 10:51 `operation_id` E0080: resource `Article`: `update` and `read` have the operation id "Get"; give one another `operation_id`
