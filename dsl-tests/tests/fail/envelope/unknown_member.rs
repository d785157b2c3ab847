use warp_openapi::prelude::*;

api! {
    api Blog { title: "Blog", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        envelope: { single: "article" },
        ops: [list, create],
    }
}

fn main() {}

//~ 10:21 `single` error: `single` is no member of an envelope; there are `one`, `many`, `total`
