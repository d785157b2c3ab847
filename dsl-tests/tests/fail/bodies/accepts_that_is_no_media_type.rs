use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op send(body: ByteStream) -> String { route: POST "/tasks", accepts: ["png"] }
}

async fn send(_: Ctx, _: ByteStream) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:65 `accepts` E0080: op `send`: `accepts` has "png", which is no media type; write `accepts: ["image/png", "image/*"]`
