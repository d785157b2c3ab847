use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", security: { bearer: Bearer::new() = check }, access: bearer }

    resource Task {
        path: "/tasks",
        key: { id: i64  },
        fields: { by: String, title: String },
        owner: by, others: [update], ops: [update],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 10:20 `others` E0080: resource `Task`: `others` names `update`, but only the owner changes a row; name `list` and `read`, or remove the `owner` and check rights in a hook
