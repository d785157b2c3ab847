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
        fields: { text: String, article_id: i64 [references(Article)] },
        relations: { article: Article = article_id, articles: [Article] = part [limit(3)], other: Comment = article_id },
        ops: [list, read],
    }

    op comments(article: i64) -> Vec<Comment> { route: GET "/articles/{article}/comments" }
}

async fn comments(_: Ctx, _: i64) -> Result<Vec<Comment>, Error> {
    Ok(Vec::new())
}

fn main() {}

//~ 4:9 `Shop` E0080: op `comments`: `Comment` answers GET "/articles/{article}/comments" already; give one another path or method
