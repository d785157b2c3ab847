use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    socket Stream { path: "/stream", allow }
}

fn main() {}
