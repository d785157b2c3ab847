use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op send(body: u64) -> String { route: POST "/tasks" }
}

async fn send(_: Ctx, _: u64) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}
