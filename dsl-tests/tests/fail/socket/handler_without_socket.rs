use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", rpc: { echo(payload: JsonValue) -> JsonValue } }
}

async fn echo(_: Ctx, payload: JsonValue) -> Result<JsonValue, Error> {
    Ok(payload)
}

fn main() {}

//~ 6:45 `echo` E0308
