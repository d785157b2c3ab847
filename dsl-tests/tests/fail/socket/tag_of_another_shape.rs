use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", tag: "Talk", allow: [subscribe] }
}

fn main() {}

//~ 6:38 `tag` error: `tag` is written `tag: Task`, one of the api's `tags`
