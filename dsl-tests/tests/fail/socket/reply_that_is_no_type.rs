use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", rpc: { fetch() -> std::net::TcpStream } }
}

async fn fetch(_: Ctx, _: Socket) -> Result<std::net::TcpStream, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:56 `std::net::TcpStream` E0277: `TcpStream` can't be the reply of an op
