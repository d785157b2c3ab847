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
        owner: article.user,
        one: owner,
        ops: [read],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 24:9 `one` E0080: resource `Comment`: `one: owner` is the row that the caller owns, but a related row has its `owner`, who may own several; name a field of the resource itself
