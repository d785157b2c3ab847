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
        path: "/articles-{article}/comments",
        key: { id: i64 [auto_increment] },
        fields: { text: String, article_id: i64 [references(Article)] },
        relations: { article: Article = article_id, articles: [Article] = part [limit(3)], other: Comment = article_id },
        ops: [list, read],
    }
}

fn main() {}

//~ 14:9 `path` E0080: resource `Comment`: path "/articles-{article}/comments" has a parameter that isn't a segment of its own; write `/{name}/`
