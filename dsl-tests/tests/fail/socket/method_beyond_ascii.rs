use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    socket Stream { path: "/stream", rpc: { größe() } }
}

async fn größe(_: Ctx, _: Socket) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}
