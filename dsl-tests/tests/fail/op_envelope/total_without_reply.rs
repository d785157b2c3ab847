use warp_openapi::prelude::*;

api! {
    api Club { title: "Club", version: "1" }

    schema Guest { name: String, seats: Option<i32> }

    op guests() -> Page<Guest> { route: GET "/guests", envelope: { total: "guestsCount" } }
}

async fn guests(_: Ctx) -> Result<Page<Guest>, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 8:56 `envelope` E0080: op `guests`: `total` of its `envelope` stands beside the rows of its page, which has no envelope; add `reply: "users"`, or remove `total`
