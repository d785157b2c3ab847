use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", rpc: { stop() } }
}

async fn stop(_: Ctx, _: Socket, _: JsonValue) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 6:45 `stop` E0308
