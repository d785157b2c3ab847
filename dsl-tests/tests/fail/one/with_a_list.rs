use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", security: { user: Basic::new() = check }, access: user }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { user: String [unique], bio: Option<String> },
        one: owner,
        owner: user,
        ops: [read, list],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 12:21 `list` error: `list` is no operation of a resource with `one: owner`, whose path is that of one row; there are `read`, `update`, `put`, `delete`
