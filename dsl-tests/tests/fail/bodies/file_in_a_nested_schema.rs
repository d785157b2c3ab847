use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Upload { file: File }

    schema Album { first: Upload }

    op send(body: Multipart<Album>) -> String { route: POST "/tasks" }
}

async fn send(_: Ctx, _: Multipart<Album>) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 4:9 `Shop` E0080: schema `Album`: field `first`: `Upload` has a `File`, which only a body can contain: `body: Multipart<..>`, or `Parts<..>` to read it as it arrives
