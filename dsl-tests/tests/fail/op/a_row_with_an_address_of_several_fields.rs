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

    op mark(page: Page) { route: POST "/pages/{page}/mark" }
}

async fn mark(_: Ctx, _: Page) -> Result<NoContent, Error> {
    Ok(NoContent)
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 29:8 `mark` E0080: op `mark`: parameter `page` is a row whose address has several fields, but a parameter is one segment; take a parameter for each, and read the row by its resource's `ops::read`
