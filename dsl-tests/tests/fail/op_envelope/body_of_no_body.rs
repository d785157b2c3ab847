use warp_openapi::prelude::*;

api! {
    api Club { title: "Club", version: "1" }

    schema Guest { name: String, seats: Option<i32> }

    op guests() -> Vec<Guest> { route: GET "/guests", envelope: { body: "guest" } }
}

async fn guests(_: Ctx) -> Result<Vec<Guest>, Error> {
    Ok(Vec::new())
}

fn main() {}

//~ 8:55 `envelope` E0080: op `guests`: `body` of its `envelope` stands around a body, and it takes none; add a parameter `body`, or remove `body` from the `envelope`
