use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", channels: { news: { said: std::net::TcpStream } }, allow: [subscribe] }
}

fn main() {}

//~ 6:64 `std::net::TcpStream` E0277: `TcpStream` can't be the type of a field
