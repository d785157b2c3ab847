use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { api_key: ApiKey::header("X-Api-Key") = check_key },
    }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        ops: [list, read],
        access: { list: public },
    }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 4:9 `Shop` E0080: resource `Task`: no access rule for `read`; set the resource's `access`, the api's `access` for all, or write `access: { read: public }`
