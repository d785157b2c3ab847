use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> String { route: GET "/tasks", errors: ReadError {} }
}

async fn read(_: Ctx) -> Result<String, ReadError> {
    Ok(String::new())
}

fn main() {}
