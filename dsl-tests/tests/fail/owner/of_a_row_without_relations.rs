use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { bearer: Bearer::new() = check },
        access: bearer,
    }

    resource Comment {
        path: "/comments",
        key: { id: i64 [auto_increment] },
        fields: { article_id: i64 },
        owner: article.user,
        ops: [list, read],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 3:1..18:2 E0277: `comment::Entity` has no `relations`
//~ 15:16 `article` E0599
