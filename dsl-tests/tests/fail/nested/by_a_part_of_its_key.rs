use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { slug: String [unique], part: i32 },
        ops: [list, read],
    }

    resource Vote {
        path: "/articles/{article}/votes",
        key: { article_id: i64 [references(Article)], user: String },
        relations: { article: Article = article_id },
        ops: [list, read],
    }
}

fn main() {}

//~ 14:9 `path` E0080: resource `Vote`: path "/articles/{article}/votes" has `{article}`, but its field `article_id` is in the address of rows, too, which would have it twice; give the resource a key of its own, and make these fields `unique` together
