use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", tags: { Articles: "What is read" } }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        ops: [read [operation_id]],
    }
}

fn main() {}

//~ 10:21 `operation_id` error: `operation_id` is written `operation_id("GetTask")`
