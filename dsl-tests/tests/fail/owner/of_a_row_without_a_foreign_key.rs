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
        fields: { user: String },
        ops: [list, read],
    }

    resource Comment {
        path: "/comments",
        key: { id: i64 [auto_increment] },
        fields: { text: String, article_id: i64 },
        relations: { article: Article = article_id },
        owner: article.user,
        ops: [list, read],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 23:9 `owner` E0080: resource `Comment`: `owner: article.user`: `article_id` may refer to a row that is deleted, whose key another owner's may get; add `references(Article)` to it
