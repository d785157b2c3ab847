use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1", security: { key: ApiKey::header("X-Key") = check }, access: key }

    resource Task { path: "/tasks", key: { id: i64 [auto_increment] }, fields: { maker: String }, owner: maker, ops: [read], publish: [create] }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 6:126 `publish` E0080: resource `Task` has an `owner`, `maker`, but `publish` would show its rows to all subscribers of the channel; remove `publish`, and publish with `ctx.publish` what they may see
