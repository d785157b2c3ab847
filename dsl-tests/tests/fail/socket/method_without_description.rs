use warp_openapi::prelude::*;

api! {
    /// Talk
    api Talk { title: "Talk", version: "1", docs: required }

    /// Talk
    socket Stream { path: "/stream", rpc: { echo(payload: JsonValue) -> JsonValue } }
}

async fn echo(_: Ctx, _: Socket, payload: JsonValue) -> Result<JsonValue, Error> {
    Ok(payload)
}

fn main() {}

//~ 5:9 `Talk` E0080: socket `Stream`: method `echo` has no description; write a doc comment above it, or leave out `docs: required`
