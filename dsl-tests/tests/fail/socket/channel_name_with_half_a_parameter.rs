use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", channels: { "rooms/a{room}": { said: Said } }, allow: [subscribe] }

    schema Said { words: String }
}

fn main() {}

//~ 6:38 `channels` E0080: socket `Stream`: channel "rooms/a{room}" is no name of a channel: segments of ASCII letters, digits, `-`, `.`, `_` and `~`, or of one `{parameter}`, with `/` between them
