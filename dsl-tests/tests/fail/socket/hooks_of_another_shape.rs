use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", allow: [subscribe], hooks: [may_follow] }
}

fn main() {}

//~ 6:58 `hooks` error: `hooks` is written `hooks: { can_subscribe: may_follow, can_publish: rooms::may_say }`, each with a function's name
