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
        path: "/articles/{article}/comments",
        key: { id: i64 [auto_increment] },
        fields: { text: String, article_id: i64 [create_only, references(Article)] },
        relations: { article: Article = article_id, articles: [Article] = part [limit(3)], other: Comment = article_id },
        ops: [list, read],
    }
}

fn main() {}

//~ 16:33 `article_id` E0080: resource `Comment`: field `article_id` is that of a row in the `path`, which says its value; remove `write_only`, `create_only` or `update_only`
