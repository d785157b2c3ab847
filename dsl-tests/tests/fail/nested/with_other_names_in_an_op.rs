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

    op say(id: i64, body: comment::Create) { route: POST "/articles/{id}/comments" }
}

async fn say(_: Ctx, _: i64, _: comment::Create) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 4:9 `Shop` E0080: op `say`: `Comment` has the same path with other names in braces; name the parameters of "/articles/{id}/comments" as it does
