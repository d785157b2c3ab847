use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> ByteStream { route: GET "/tasks", success: 206 }
}

async fn read(_: Ctx) -> Result<ByteStream, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:52 `success` E0080: op `read`: `success: 206` answers a request for a range (RFC 9110, section 15.3.7), which ops don't get; take another status
