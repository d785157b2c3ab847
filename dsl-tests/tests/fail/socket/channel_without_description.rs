use warp_openapi::prelude::*;

api! {
    /// Talk
    api Talk { title: "Talk", version: "1", docs: required }

    /// Talk
    socket Stream {
        path: "/stream",
        channels: {
            news: {
                /// Said
                said: String,
            },
        },
        allow: [subscribe],
    }
}

fn main() {}

//~ 5:9 `Talk` E0080: socket `Stream`: channel `news` has no description; write a doc comment above it, or leave out `docs: required`
