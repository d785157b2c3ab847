use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", security: { bearer: Bearer::new() = check }, access: bearer }

    resource Task {
        path: "/tasks",
        key: { id: i64  },
        fields: { title: Option<String> [hidden, access(bearer)] },
        ops: [read],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 9:19 `title` E0080: resource `Task`: field `title` isn't in replies, so `access` hides nothing; remove it, or what keeps the field out of replies
