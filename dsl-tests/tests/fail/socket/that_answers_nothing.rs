use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream" }
}

fn main() {}

//~ 6:12 `Stream` E0080: socket `Stream` answers nothing; give it methods, `rpc: { .. }`, or `allow: [subscribe, unsubscribe]`
