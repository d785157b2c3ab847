use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> Ok<String> | NoContent | Ok<bool> { route: GET "/tasks" }
}

async fn read(_: Ctx) -> Result<ReadReply, Error> {
    Err(Error::NotFound)
}

fn main() {}
