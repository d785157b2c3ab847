use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", channels: { news: { said: std::net::TcpStream } }, allow: [subscribe] }
}

fn main() {}
