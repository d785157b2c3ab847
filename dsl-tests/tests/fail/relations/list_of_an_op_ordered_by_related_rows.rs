use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Writer {
        path: "/writers",
        key: { id: i64 [auto_increment] },
        fields: { name: String, weight: f64, secret: String [hidden], notes: JsonValue },
        ops: [list, read],
    }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { title: String, author_id: i64, name: String, weight: f64 },
        relations: { author: Writer = author_id },
        ops: [list, read],
    }

    resource Membership {
        key: { shop: i64, writer_id: i64 },
    }

    op articles(query: article::Query [list(cursor(-author.name))]) -> Page<Article> { route: GET "/all-articles" }
}

async fn articles(ctx: Ctx, query: article::Query) -> Result<Page<Article>, Error> {
    query.page(&ctx, article::Entity::find()).await
}

fn main() {}

//~ 3:1..26:2 error: the list of an op has no order by related rows, such as those of `author`; name fields of the resource, or put the order into its own `list`
