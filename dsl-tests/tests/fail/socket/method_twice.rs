use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", rpc: { echo(payload: JsonValue) -> JsonValue, echo(payload: JsonValue) -> JsonValue } }
}

async fn echo(_: Ctx, _: Socket, payload: JsonValue) -> Result<JsonValue, Error> {
    Ok(payload)
}

fn main() {}

//~ 6:38 `rpc` E0080: socket `Stream`: method `echo` is duplicated; rename one
