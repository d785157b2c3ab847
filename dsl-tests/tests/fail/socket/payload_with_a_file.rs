use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", rpc: { keep(payload: File) } }
}

async fn keep(_: Ctx, _: Socket, _: File) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 6:38 `rpc` E0080: socket `Stream`: method `keep`: its payload is JSON, which can't contain files; take them with an `op`
