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

//~ 3:1..7:2 E0428
//~ 3:1..7:2 E0599
//~ 3:1..7:2 E0599
//~ 3:1..7:2 E0599
//~ 6:68 `Unknown` E0599
//~ 10:20 `Unknown` E0599
