use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Upload { file: File }

    op send(body: Multipart<Upload>) -> Upload { route: POST "/tasks" }
}

async fn send(_: Ctx, _: Multipart<Upload>) -> Result<Upload, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 4:9 `Shop` E0080: op `send`: its reply's type: `Upload` has a `File`, which only a body can contain: `body: Multipart<..>`, or `Parts<..>` to read it as it arrives
