use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> Ok<String> | NoContent { route: GET "/tasks", produces: "text/csv" }
}

async fn read(_: Ctx) -> Result<ReadReply, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:64 `produces` E0080: op `read`: `produces` is for replies of bytes, `-> ByteStream`; remove it
