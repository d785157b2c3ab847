use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", security: { bearer: Bearer::new() = check }, access: bearer }

    resource Task {
        path: "/tasks",
        key: { id: i64  },
        fields: { by: String },
        owner: by, others: [update], ops: [update],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 10:38 `ops` E0080: resource `Task` offers `update`, but has no field that can change; leave the operation out
