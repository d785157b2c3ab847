use warp_openapi::prelude::*;

api! {
    api Club { title: "Club", version: "1" }

    schema Guest { name: String, seats: Option<i32> }

    op guests() -> Vec<Guest> { route: GET "/guests", envelope: { reply: "guests", total: "guestsCount" } }
}

async fn guests(_: Ctx) -> Result<Vec<Guest>, Error> {
    Ok(Vec::new())
}

fn main() {}

//~ 8:55 `envelope` E0080: op `guests`: `total` of its `envelope` is the number of rows on all pages, and its reply is no `Page`; answer with one, or remove `total`
