use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1", security: { key: ApiKey::header("X-Key") = check } }

    socket Stream { path: "/stream", allow: [subscribe], access: kee }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}
