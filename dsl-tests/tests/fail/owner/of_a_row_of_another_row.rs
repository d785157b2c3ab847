use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { bearer: Bearer::new() = check },
        access: bearer,
    }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { user: String, at: NaiveDate },
        ops: [list, read],
    }

    resource Comment {
        path: "/comments",
        key: { id: i64 [auto_increment] },
        fields: { text: String, article_id: i64 [references(Article)] },
        relations: { article: Article = article_id, articles: [Article] = id [limit(3)] },
        owner: article.article.user,
        ops: [list, read],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 23:9 `owner` error: `owner` is written `owner: created_by`, one of the `fields`, or `owner: article.author_id`, one of the row to which a relation leads
