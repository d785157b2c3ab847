use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", security: { bearer: Bearer::new() = check }, access: bearer }

    resource Task {
        path: "/tasks",
        key: { id: i64  },
        fields: { title: String [access(bearer[admin])] },
        ops: [create],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 9:19 `title` E0080: resource `Task`: field `title` must have a value, but clients that `access` hides it from can't set it; add `owner` there, give it a default, or make its type an `Option`
