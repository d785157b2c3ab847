use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op open() -> Created<NoContent> | Accepted<String> { route: POST "/open" }
}

async fn open(_: Ctx) -> Result<OpenReply, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:26 `NoContent` E0277: `warp_openapi::NoContent` can't be the type of a field
//~ 6:26 `NoContent` E0277: `warp_openapi::NoContent` can't be the type of a field
