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
