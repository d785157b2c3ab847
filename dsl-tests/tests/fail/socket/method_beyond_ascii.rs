use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    socket Stream { path: "/stream", rpc: { größe() } }
}

async fn größe(_: Ctx, _: Socket) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 4:9 `Shop` E0080: socket `Stream`: method `größe` can't be named so in the AsyncAPI document; keep to ASCII letters, digits and `_`
