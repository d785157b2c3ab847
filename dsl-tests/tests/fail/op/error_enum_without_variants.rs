use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> String { route: GET "/tasks", errors: ReadError {} }
}

async fn read(_: Ctx) -> Result<String, ReadError> {
    Ok(String::new())
}

fn main() {}

//~ 6:56 `ReadError` error: `errors: ReadError` is written `errors: ReadError { Unknown = 401 "no such user", Locked = 423 "locked" }`, each with its status and what it means
