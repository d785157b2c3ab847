use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", channels: { news: {} }, allow: [subscribe] }
}

fn main() {}

//~ 6:38 `channels` E0080: socket `Stream`: channel `news` has no event; give it one, `said: Message`
