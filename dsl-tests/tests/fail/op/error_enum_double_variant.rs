use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> String { route: GET "/tasks", errors: ReadError { Unknown = 404 "unknown", Unknown = 410 "gone" } }
}

async fn read(_: Ctx) -> Result<String, ReadError> {
    Err(ReadError::Unknown)
}

fn main() {}

//~ 6:93 `Unknown` E0428
