use warp_openapi::prelude::*;

api! {
    api Club { title: "Club", version: "1" }

    schema Guest { name: String, seats: Option<i32> }

    op guests() -> Page<Guest> { route: GET "/guests", envelope: { reply: "guests", total: "guests" } }
}

async fn guests(_: Ctx) -> Result<Page<Guest>, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 8:56 `envelope` E0080: op `guests`: `reply` and `total` of its `envelope` have the same name; rename one
