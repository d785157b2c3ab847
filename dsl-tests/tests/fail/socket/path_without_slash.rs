use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "stream", allow: [subscribe] }
}

fn main() {}

//~ 6:21 `path` E0080: socket `Stream`: path "stream" must begin with `/`
