use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", rpc: { subscribe(payload: JsonValue) -> JsonValue = echo } }
}

async fn echo(_: Ctx, _: Socket, payload: JsonValue) -> Result<JsonValue, Error> {
    Ok(payload)
}

fn main() {}

//~ 6:38 `rpc` E0080: socket `Stream`: method `subscribe` is one of the crate's own; rename it, or write `allow: [subscribe]` for that one
