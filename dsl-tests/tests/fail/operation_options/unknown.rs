use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", tags: { Articles: "What is read" } }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        ops: [read [operation("x")]],
    }
}

fn main() {}

//~ 10:21 `operation` error: `operation` is no option of an operation; there are `operation_id`, `tag`, `method`, `success`, `limit`, `path`
