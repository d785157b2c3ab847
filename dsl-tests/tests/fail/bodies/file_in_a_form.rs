use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Upload { file: File }

    op send(body: Form<Upload>) -> String { route: POST "/tasks" }
}

async fn send(_: Ctx, _: Form<Upload>) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 4:9 `Shop` E0080: op `send`: parameter `body`: `Upload` has a `File`, which only a body can contain: `body: Multipart<..>`, or `Parts<..>` to read it as it arrives
//~ 8:8 `send` E0080: op `send`: parameter `body`: property `file` is a file, which this form can't contain; write `Multipart<..>`
