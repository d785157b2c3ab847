use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", tags: { Articles: "What is read" } }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        ops: [update [method(PUT)], put],
    }
}

fn main() {}

//~ 10:23 `method` E0080: resource `Article`: `update` under PUT leaves no method for `put`; leave out `put`, or `method(PUT)`
