use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op send(body: File) -> String { route: POST "/tasks" }
}

async fn send(_: Ctx, _: File) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:8 `send` E0080: op `send`: parameter `body` is JSON, which can't contain files; make the file a property of a `schema Upload` and write `Multipart<Upload>`, or take `ByteStream`
