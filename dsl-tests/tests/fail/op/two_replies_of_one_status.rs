use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> Ok<String> | NoContent | Ok<bool> { route: GET "/tasks" }
}

async fn read(_: Ctx) -> Result<ReadReply, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:43 `Ok` error: `Ok` is no other reply of several; there are `Ok<Task>`, `Created<Task>`, `Accepted<Job>` or `Accepted`, and `NoContent`, each once
