use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", tags: { Articles: "What is read" } }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        ops: [create [success(204)]],
    }
}

fn main() {}

//~ 10:23 `success` E0080: resource `Article`: `create` can have `success(200)` or `success(202)`, else it is 201
