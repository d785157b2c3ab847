use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> String { route: GET "/tasks", errors: ReadError { Unknown = 404 "unknown", Fine = 200 "fine" } }
}

async fn read(_: Ctx) -> Result<String, ReadError> {
    Err(ReadError::Unknown)
}

fn main() {}

//~ 6:93 `Fine` E0080: `Fine`: an error has a status from 400 to 599
