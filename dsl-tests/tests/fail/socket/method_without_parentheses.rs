use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", rpc: { echo -> String } }
}

fn main() {}

//~ 6:38 `rpc` error: `rpc` is written `rpc: { echo(payload: JsonValue) -> JsonValue, stop() = stop_stream }`
