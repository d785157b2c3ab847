use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> ByteStream { route: GET "/tasks", success: 206 }
}

async fn read(_: Ctx) -> Result<ByteStream, Error> {
    Err(Error::NotFound)
}

fn main() {}
