use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> Ok<String> | NoContent { route: GET "/tasks" }
}

async fn read(_: Ctx) -> Result<ReadReply, Error> {
    Ok(ReadReply::NoContent)
}

pub struct ReadReply;

fn main() {}

//~ 3:1..7:2 E0428
//~ 3:1..7:2 E0599
//~ 3:1..7:2 E0599
//~ 3:1..7:2 E0599
//~ 3:1..7:2 E0599
//~ 10:19 `NoContent` E0599
