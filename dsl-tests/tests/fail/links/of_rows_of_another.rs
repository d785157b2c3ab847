use warp_openapi::prelude::*;

api! {
    api Desk {
        title: "Desk",
        version: "1",
        security: { bearer: Bearer::new() = check },
        access: bearer,
    }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { title: String },
        relations: { likes: [Liked] = article_id [limit(5)] },
        ops: [read, link(likes), unlink(likes)],
    }

    resource Like {
        key: { id: i64 [auto_increment] },
        fields: { article_id: i64, user: String },
        unique: [[article_id, user]],
        owner: user,
    }

    resource Liked {
        of: Like,
        key: { id: i64 [auto_increment] },
        fields: { article_id: i64, user: String },
        owner: user,
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Ok(Principal::new("1"))
}

fn main() {}

//~ 16:26 `likes` E0080: resource `Article`: `link(likes)`: `Liked` shows rows of another resource, which alone changes them; name that one in the relation
//~ 16:41 `likes` E0080: resource `Article`: `unlink(likes)`: `Liked` shows rows of another resource, which alone changes them; name that one in the relation
