use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Move { to: String }

    op send(body: Multipart<Vec<Move>>) -> String { route: POST "/tasks" }
}

async fn send(_: Ctx, _: Multipart<Vec<Move>>) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 8:19 `Multipart<Vec<Move>>` E0277: `warp_openapi::Multipart<Vec<Move>>` can't be the body of an op
