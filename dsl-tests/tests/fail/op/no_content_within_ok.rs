use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op close() -> Ok<NoContent> | Accepted<String> { route: POST "/close" }
}

async fn close(_: Ctx) -> Result<CloseReply, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:8 `close` E0080: op `close`: `Ok<NoContent>` has no body, and a reply without one is 204; write `NoContent`, without `Ok`
