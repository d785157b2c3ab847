use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", security: { bearer: Bearer::new() = check }, access: public | bearer }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { user: String },
        ops: [read],
    }

    resource Page {
        path: "/pages",
        key: { book: i64, number: i32 },
        ops: [read],
    }

    resource Profile {
        path: "/profile",
        key: { id: i64 [auto_increment] },
        fields: { user: String [unique] },
        owner: user,
        one: owner,
        access: bearer,
        ops: [read],
    }

    op mark(article: Article) { route: POST "/mark" }
}

async fn mark(_: Ctx, _: Article) -> Result<NoContent, Error> {
    Ok(NoContent)
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 29:8 `mark` E0080: op `mark`: parameter `article` is a row, which the path names; write its name there in braces, or take it from the `body`
