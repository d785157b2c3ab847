use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", tags: { Articles: "What is read" } }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        ops: [read [success(202)]],
    }
}

fn main() {}

//~ 10:21 `success` E0080: resource `Article`: `read` has its own status; `success(200)` is an option of `create` and `create_many`
