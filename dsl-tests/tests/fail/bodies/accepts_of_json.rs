use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Move { to: String }

    op send(body: Move) -> String { route: POST "/tasks", accepts: "image/png" }
}

async fn send(_: Ctx, _: Move) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 8:59 `accepts` E0080: op `send`: `accepts` is for bodies of bytes, `body: ByteStream`; remove it
