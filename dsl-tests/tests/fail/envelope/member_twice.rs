use warp_openapi::prelude::*;

api! {
    api Blog { title: "Blog", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        envelope: { one: "article", one: "item" },
        ops: [list, create],
    }
}

fn main() {}

//~ 10:37 `one` E0428
