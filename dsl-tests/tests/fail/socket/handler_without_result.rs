use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", rpc: { echo(payload: JsonValue) -> JsonValue } }
}

async fn echo(_: Ctx, _: Socket, payload: JsonValue) -> JsonValue {
    payload
}

fn main() {}

//~ 3:1..7:2 E0271
