use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/rooms/{room}", allow: [subscribe] }
}

fn main() {}

//~ 6:21 `path` E0080: socket `Stream`: path "/rooms/{room}" has a parameter, which a socket doesn't have; take it as part of a payload or of a channel's name
