use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", rpc: { echo(payload: JsonValue) -> JsonValue } }
}

async fn echo(_: Ctx, _: Socket, payload: JsonValue) -> Result<JsonValue, Error> {
    let kept = std::rc::Rc::new(());
    std::future::ready(()).await;
    drop(kept);
    Ok(payload)
}

fn main() {}

//~ 6:45 `echo` error
