use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> Ok<String> | NoContent { route: GET "/tasks", success: 202 }
}

async fn read(_: Ctx) -> Result<ReadReply, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:64 `success` E0080: op `read`: `success` is for one reply, and each of several has its own status; remove it
