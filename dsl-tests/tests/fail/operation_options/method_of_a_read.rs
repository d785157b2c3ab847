use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", tags: { Articles: "What is read" } }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        ops: [read [method(PUT)]],
    }
}

fn main() {}

//~ 10:21 `method` E0080: resource `Article`: `read` has its own method; `method(PUT)` is an option of `update`
