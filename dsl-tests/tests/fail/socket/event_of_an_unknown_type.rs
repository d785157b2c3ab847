use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", channels: { news: { said: Sayd } }, allow: [subscribe] }

    schema Said { words: String }
}

fn main() {}

//~ 6:64 `Sayd` E0425
