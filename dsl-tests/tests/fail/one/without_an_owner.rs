use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", security: { user: Basic::new() = check }, access: user }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { user: String [unique], bio: Option<String> },
        one: owner,
        ops: [read],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 10:9 `one` E0080: resource `Article`: `one: owner` is the row that the caller owns, but there is no `owner`; add `owner: user_id`
