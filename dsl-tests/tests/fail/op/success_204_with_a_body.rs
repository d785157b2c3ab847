use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> String { route: GET "/tasks", success: 204 }
}

async fn read(_: Ctx) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:48 `success` E0080: op `read`: a reply with the status 204 or 205 has no body (RFC 9110, section 15.3.5); take another status, or leave its `->` out
