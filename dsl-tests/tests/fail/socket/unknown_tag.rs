use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1", tags: { Talk: "What is said" } }

    socket Stream { path: "/stream", tag: Tlak, allow: [subscribe] }
}

fn main() {}

//~ 4:9 `Talk` E0080: socket `Stream`: its tag `Tlak` isn't declared; add it to the api's `tags: { Tlak: ".." }`
