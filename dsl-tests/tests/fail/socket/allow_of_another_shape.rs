use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", allow: subscribe }
}

fn main() {}

//~ 6:38 `allow` error: `allow` is written `allow: [subscribe, unsubscribe, publish, server_info]`, those of them that clients may use
