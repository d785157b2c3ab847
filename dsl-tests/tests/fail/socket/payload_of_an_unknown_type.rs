use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", rpc: { echo(payload: Greeting) -> JsonValue } }
}

async fn echo(_: Ctx, _: Socket, _: JsonValue) -> Result<JsonValue, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:59 `Greeting` E0425
