use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", rpc: { echo(payload: JsonValue) -> JsonValue } }
}

fn echo(_: Ctx, _: Socket, payload: JsonValue) -> Result<JsonValue, Error> {
    Ok(payload)
}

fn main() {}

//~ 6:45 `echo` E0277
