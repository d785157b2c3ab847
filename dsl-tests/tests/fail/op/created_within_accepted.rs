use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op open() -> Accepted<Created<String>> | NoContent { route: POST "/open" }
}

async fn open(_: Ctx) -> Result<OpenReply, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:8 `open` E0080: op `open`: `Accepted<Created<..>>` has two statuses, and something created is 201; write `Created<..>` alone
