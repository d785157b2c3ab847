use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { bearer: Bearer::new() = check },
        access: bearer,
    }

    resource Reader {
        path: "/readers",
        key: { id: i64 [auto_increment] },
        fields: { name: String, user: String },
        owner: user,
        ops: [create],
    }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { title: String, reader_id: i64, code: Option<String> [unique] },
        relations: {
            reader: Reader = reader_id,
            likes: [Like] = article_id [limit(5)],
            marks: [Mark] = article_id [limit(5)],
            notes: [Note] = article_id [limit(5)],
            codes: [Coded] = code [limit(5)],
            fans: [Reader] = Mark(article_id, reader_id) [limit(5)],
        },
        ops: [read, unlink(likes, marks)],
    }

    resource Like {
        key: { id: i64 [auto_increment] },
        fields: { article_id: i64, user: String },
        unique: [[article_id, user]],
        owner: user,
    }

    resource Mark {
        key: { article_id: i64, reader_id: i64 },
    }

    resource Note {
        key: { id: i64 [auto_increment] },
        fields: { article_id: i64, user: String, text: String },
        unique: [[article_id, text]],
        owner: user,
    }

    resource Coded {
        key: { id: i64 [auto_increment] },
        fields: { code: String [references(Article.code)], user: String },
        unique: [[user, code]],
        owner: user,
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Ok(Principal::new("ann"))
}

fn main() {}

//~ 31:21 `unlink` error: `unlink` is written `unlink(favorites)`, with one of the `relations`
