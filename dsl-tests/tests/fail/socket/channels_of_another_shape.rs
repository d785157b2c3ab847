use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", channels: [news], allow: [subscribe] }
}

fn main() {}

//~ 6:38 `channels` error: `channels` is written `channels: { tasks: Task, chat: { said: Message }, "rooms/{room}": { said: Message } }`
