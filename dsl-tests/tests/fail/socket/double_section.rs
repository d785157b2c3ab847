use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", allow: [subscribe], path: "/again" }
}

fn main() {}

//~ 6:58 `path` E0428
