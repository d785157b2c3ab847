use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1", security: { key: ApiKey::header("X-Key") = check } }

    socket Stream { path: "/stream", allow: [subscribe] }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 4:9 `Talk` E0080: socket `Stream`: no access rule; give it an `access: ..`, give the api one for all, or write `access: public`
