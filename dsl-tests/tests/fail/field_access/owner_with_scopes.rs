use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", security: { bearer: Bearer::new() = check }, access: bearer }

    resource Task {
        path: "/tasks",
        key: { id: i64  },
        fields: { title: String [access(owner[admin])], by: String },
        owner: by, ops: [read],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 9:19 `title` E0080: resource `Task`: field `title`: `owner` takes no scopes in `access`; name a scheme for them, `access(owner | bearer[users:admin])`
