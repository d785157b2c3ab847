use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", channels: { news: { said: Said }, "news": { said: Said } }, allow: [subscribe] }

    schema Said { words: String }
}

fn main() {}

//~ 6:38 `channels` E0080: socket `Stream`: channel `news` is duplicated; rename one
