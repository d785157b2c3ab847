use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read(words: Vec<String> [header("X-Words")]) -> String { route: GET "/tasks" }
}

async fn read(_: Ctx, _: Vec<String>) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:8 `read` E0080: op `read`: parameter `words` is a list, which a header can't contain: take it from the query, or take a `String` apart yourself
