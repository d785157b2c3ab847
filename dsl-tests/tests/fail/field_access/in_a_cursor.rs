use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", security: { bearer: Bearer::new() = check }, access: bearer }

    resource Task {
        path: "/tasks",
        key: { id: i64  },
        fields: { title: String [access(bearer[admin])] },
        ops: [list(cursor(title))],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 10:9 `ops` E0080: resource `Task`: field `title` has an `access` rule, but `cursor` would show its order to everybody; remove it there
