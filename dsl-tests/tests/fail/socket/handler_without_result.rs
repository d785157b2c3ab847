use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", rpc: { echo(payload: JsonValue) -> JsonValue } }
}

async fn echo(_: Ctx, _: Socket, payload: JsonValue) -> JsonValue {
    payload
}

fn main() {}

//~ 6:45 `echo` E0271
