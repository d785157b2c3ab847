use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", security: { bearer: Bearer::new() = check }, access: bearer }

    resource Task {
        path: "/tasks",
        key: { id: i64  },
        fields: { by: String },
        owner: by, access: owner, ops: [read],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 4:9 `Shop` E0080: resource `Task`: operation `read`: `owner` is a rule of fields, `access(owner)`; the resource's section `owner` restricts its operations
