use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream(room: String) { path: "/stream", allow: [subscribe] }
}

fn main() {}

//~ 6:12 `Stream` error: `socket` is written `socket Stream { path: "/stream", rpc: { .. }, allow: [subscribe] }`, without a signature
