use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", tags: { Articles: "What is read" } }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        ops: [read [operation_id("update_article")], update],
    }
}

fn main() {}

//~ 10:21 `operation_id` E0080: resource `Article`: `read` and `update` have the operation id "update_article"; give one another `operation_id`
