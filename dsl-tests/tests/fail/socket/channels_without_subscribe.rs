use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", channels: { news: { said: Said } }, allow: [server_info] }

    schema Said { words: String }
}

fn main() {}

//~ 6:38 `channels` E0080: socket `Stream` has `channels` without a way to subscribe; write `allow: [subscribe, unsubscribe]`
