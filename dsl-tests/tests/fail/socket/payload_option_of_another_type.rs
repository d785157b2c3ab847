use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", rpc: { echo(payload: Said [range(1..=2)]) } }

    schema Said { words: String }
}

async fn echo(_: Ctx, _: Socket, _: Said) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 6:65 `range` E0599
