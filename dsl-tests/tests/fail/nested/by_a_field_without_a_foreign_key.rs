use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { title: String },
        ops: [list, read],
    }

    resource Reader {
        key: { id: i64 [auto_increment] },
    }

    resource Comment {
        path: "/articles/{article}/comments",
        key: { id: i64 [auto_increment] },
        fields: { text: String, article_id: i64 },
        relations: { article: Article = article_id },
        ops: [list, read],
    }

    resource Note {
        path: "/articles/{article}/notes",
        key: { id: i64 [auto_increment] },
        fields: { text: String, article_id: i64 [references(Reader)] },
        relations: { article: Article = article_id },
        ops: [list, read],
    }
}

fn main() {}

//~ 18:9 `path` E0080: resource `Comment`: path "/articles/{article}/comments" has `{article}`, but `article_id` may refer to a row that is deleted, whose key another may get; add `references(Article)` to it
//~ 26:9 `path` E0080: resource `Note`: path "/articles/{article}/notes" has `{article}`, but `article_id` may refer to a row that is deleted, whose key another may get; add `references(Article)` to it
