use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", tags: { Articles: "What is read" } }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        ops: [update [method(put)]],
    }
}

fn main() {}

//~ 10:30 `put` error: `put` is no method of a route; there are `GET`, `POST`, `PUT`, `PATCH`, `DELETE`
