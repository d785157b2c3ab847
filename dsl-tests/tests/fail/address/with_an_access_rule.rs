use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", security: { user: Basic::new() = check }, access: user }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { slug: String [unique, access(user)] },
        address: slug,
        ops: [read],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 10:9 `address` E0080: resource `Article`: field `slug` is part of the `address`, which everybody sees who sees the row; remove `access`
