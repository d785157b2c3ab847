use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", security: { bearer: Bearer::new() = check }, access: bearer }

    resource Task {
        path: "/tasks",
        key: { id: i64  },
        fields: { by: String },
        owner: by, others: [list], ops: [read],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 10:20 `others` E0080: resource `Task`: `others` names `list`, which `ops` doesn't offer; add it there, or remove it from `others`
