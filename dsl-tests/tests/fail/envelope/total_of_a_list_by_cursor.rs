use warp_openapi::prelude::*;

api! {
    api Blog { title: "Blog", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        envelope: { many: "articles", total: "articlesCount" },
        ops: [list(cursor(title)), create],
    }
}

fn main() {}

//~ 10:9 `envelope` E0080: resource `Article`: a list by cursor isn't counted, so its `envelope` can have no `total`; remove it, or page by offset
