use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> String { route: "/tasks" }
}

async fn read(_: Ctx) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:27 `route` error: `route` is written `route: POST "/tasks/{id}/close"`
