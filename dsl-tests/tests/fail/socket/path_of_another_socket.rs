use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", allow: [subscribe] }

    socket Other { path: "/stream", allow: [subscribe] }
}

fn main() {}

//~ 4:9 `Talk` E0080: socket `Other`: `Stream` answers GET "/stream" already; give one another path or method
