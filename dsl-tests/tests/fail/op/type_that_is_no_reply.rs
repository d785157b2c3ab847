use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> u8 { route: GET "/tasks" }
}

async fn read(_: Ctx) -> Result<u8, Error> {
    Err(Error::NotFound)
}

fn main() {}
