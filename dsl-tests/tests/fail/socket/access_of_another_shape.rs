use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", allow: [subscribe], access: ["key"] }
}

fn main() {}

//~ 6:58 `access` error: a socket's `access` is written `access: bearer[tasks:write] | api_key`, `access: public` or `access: public | bearer`
