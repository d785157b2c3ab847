use warp_openapi::prelude::*;

api! {
    api Blog { title: "Blog", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        envelope: { one: "article", total: "articlesCount" },
        ops: [list, create],
    }
}

fn main() {}

//~ 10:9 `envelope` E0080: resource `Article`: `total` of its `envelope` stands beside the rows of a list, which have no envelope; add `many: "articles"`, or remove `total`
