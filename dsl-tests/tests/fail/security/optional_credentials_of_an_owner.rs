use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { api_key: ApiKey::header("X-Api-Key") = check_key },
        access: api_key,
    }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { created_by: String },
        owner: created_by,
        ops: [list, read],
        access: { list: public | api_key },
    }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 4:9 `Shop` E0080: resource `Task`: `list` is `public`, but an `owner` requires authentication; set its `access` to a scheme
