use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream" allow: [subscribe] }
}

fn main() {}

//~ 6:12 `Stream` error: socket `Stream`: write it as `socket Stream { path: "/stream", rpc: { echo(payload: JsonValue) -> JsonValue }, allow: [subscribe, unsubscribe] }`
