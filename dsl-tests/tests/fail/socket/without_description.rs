use warp_openapi::prelude::*;

api! {
    /// Talk
    api Talk { title: "Talk", version: "1", docs: required }

    socket Stream { path: "/stream", allow: [subscribe] }
}

fn main() {}

//~ 5:9 `Talk` E0080: socket `Stream` has no description; write a doc comment above it, or leave out `docs: required`
