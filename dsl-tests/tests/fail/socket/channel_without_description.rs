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
