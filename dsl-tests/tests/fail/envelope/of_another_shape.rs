use warp_openapi::prelude::*;

api! {
    api Blog { title: "Blog", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String },
        envelope: "article",
        ops: [list, create],
    }
}

fn main() {}

//~ 10:9 `envelope` error: `envelope` is written `envelope: { one: "article", many: "articles", total: "articlesCount" }`, each of them optional
