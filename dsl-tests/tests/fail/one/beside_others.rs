use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", security: { user: Basic::new() = check }, access: user }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { user: String [unique] },
        one: owner,
        owner: user,
        others: [read],
        ops: [read],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 10:9 `one` E0080: resource `Article` has `others`, but `one: owner` is the row of the caller, whose path names no other; remove one of both
