use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op send(file: File) -> String { route: POST "/tasks" }
}

async fn send(_: Ctx, _: File) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:19 `File` E0277: `warp_openapi::File` can't be a parameter of an op
