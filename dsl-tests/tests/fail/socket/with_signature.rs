use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream(room: String) { path: "/stream", allow: [subscribe] }
}

fn main() {}
