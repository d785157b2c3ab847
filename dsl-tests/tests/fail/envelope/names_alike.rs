use warp_openapi::prelude::*;

api! {
    api Blog { title: "Blog", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        envelope: { one: "article", many: "article" },
        ops: [list, create],
    }
}

fn main() {}

//~ 10:9 `envelope` E0080: resource `Article`: `one` and `many` of its `envelope` have the same name; rename one
