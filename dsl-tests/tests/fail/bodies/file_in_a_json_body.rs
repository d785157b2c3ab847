use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Upload { file: File }

    op send(body: Upload) -> String { route: POST "/tasks" }
}

async fn send(_: Ctx, _: Upload) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}
