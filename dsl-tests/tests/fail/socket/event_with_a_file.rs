use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", channels: { news: { said: File } }, allow: [subscribe] }
}

fn main() {}

//~ 6:38 `channels` E0080: socket `Stream`: channel `news`: event `said` is JSON, which can't contain files; offer them with an `op`, and send where they are
