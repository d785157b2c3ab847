use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> String { route: GET "/tasks", errors: ReadError { Unknown = 404 "unknown" } }
}

async fn read(_: Ctx) -> Result<String, ReadError> {
    Err(ReadError::Unknown)
}

pub struct ReadError;

fn main() {}

//~ 6:8 `read` E0271
//~ 10:20 `Unknown` E0599
//~ 13:1 `pub struct ReadError;` E0255
