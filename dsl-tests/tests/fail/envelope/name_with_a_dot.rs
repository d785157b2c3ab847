use warp_openapi::prelude::*;

api! {
    api Blog { title: "Blog", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        envelope: { many: "all.articles" },
        ops: [list, create],
    }
}

fn main() {}

//~ 10:9 `envelope` E0080: resource `Article`: `many: "all.articles"` of its `envelope` is no name of a member; take ASCII letters, digits, `_` and `-`
