use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> Ok<String> | NoContent<bool> { route: GET "/tasks" }
}

async fn read(_: Ctx) -> Result<ReadReply, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:31 `NoContent` error: `NoContent` is no other reply of several; there are `Ok<Task>`, `Created<Task>`, `Accepted<Job>` or `Accepted`, and `NoContent`, each once
