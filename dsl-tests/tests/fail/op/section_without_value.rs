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

//~ 6:48 `deprecated` error: `deprecated` is written `deprecated: true`, or left out
//~ 7:27 `accepts` error: `accepts` is written `accepts: ["image/png", "image/jpeg"]`
