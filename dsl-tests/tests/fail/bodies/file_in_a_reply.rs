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
