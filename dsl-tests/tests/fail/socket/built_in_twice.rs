use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", allow: [subscribe, subscribe] }
}

fn main() {}

//~ 6:57 `subscribe` E0428
