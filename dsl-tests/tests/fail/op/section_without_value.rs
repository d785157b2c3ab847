use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> String { route: GET "/tasks", deprecated }
    op find() -> String { accepts, route: GET "/found" }
}

async fn read(_: Ctx) -> Result<String, Error> {
    Err(Error::NotFound)
}

async fn find(_: Ctx) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}
