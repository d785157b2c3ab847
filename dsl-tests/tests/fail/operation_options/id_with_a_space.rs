use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", tags: { Articles: "What is read" } }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        ops: [read [operation_id("Get it")]],
    }
}

fn main() {}

//~ 10:21 `operation_id` E0080: resource `Article`: operation id "Get it" is not a name that clients can be generated from; take letters, digits, `.`, `_` and `-`
