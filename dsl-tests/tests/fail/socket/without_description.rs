use warp_openapi::prelude::*;

api! {
    /// Talk
    api Talk { title: "Talk", version: "1", docs: required }

    socket Stream { path: "/stream", allow: [subscribe] }
}

fn main() {}
