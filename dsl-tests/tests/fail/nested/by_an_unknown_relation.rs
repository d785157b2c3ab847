use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { slug: String [unique], part: i32 },
        ops: [list, read],
    }

    resource Comment {
        path: "/articles/{artikle}/comments",
        key: { id: i64 [auto_increment] },
        fields: { text: String, article_id: i64 },
        relations: { article: Article = article_id, articles: [Article] = part [limit(3)], other: Comment = article_id },
        ops: [list, read],
    }
}

fn main() {}

//~ 14:9 `path` E0080: resource `Comment`: path "/articles/{artikle}/comments" has `{artikle}`, but no relation has that name; declare one to a single row under `relations`, or remove it: the key is added where operations need it
