use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", rpc: { echo(payload: std::net::TcpStream) -> JsonValue } }
}

async fn echo(_: Ctx, _: Socket, _: std::net::TcpStream) -> Result<JsonValue, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:59 `std::net::TcpStream` E0277: `TcpStream` can't be the type of a field
