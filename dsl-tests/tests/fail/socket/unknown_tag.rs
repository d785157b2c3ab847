use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1", tags: { Talk: "What is said" } }

    socket Stream { path: "/stream", tag: Tlak, allow: [subscribe] }
}

fn main() {}
