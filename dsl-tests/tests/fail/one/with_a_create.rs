use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", security: { user: Basic::new() = check }, access: user }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { user: String [unique], bio: Option<String> },
        ops: [create, update [method(PUT)]],
        owner: user,
        one: owner,
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 10:15 `create` error: `create` is no operation of a resource with `one: owner`, whose path is that of one row; there are `read`, `update`, `put`, `delete`
