use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1", security: { key: ApiKey::header("X-Key") = check } }

    socket Stream { path: "/stream", allow: [subscribe], access: kee }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 4:9 `Talk` E0080: socket `Stream`: `access` names the scheme `kee`, which the api's `security` doesn't declare; declare it there, or name `key`
