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
        ops: [list, read],
        access: {},
    }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 15:9 `access` error: `access` is written `access: bearer[tasks:write] | api_key`, `access: public`, `access: public | bearer` or `access: { list: public, create: bearer }`
