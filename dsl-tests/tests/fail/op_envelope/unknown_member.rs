use warp_openapi::prelude::*;

api! {
    api Club { title: "Club", version: "1" }

    schema Guest { name: String, seats: Option<i32> }

    op invite(body: Guest) -> Guest { route: POST "/guests", envelope: { bodi: "guest" } }
}

async fn invite(_: Ctx, body: Guest) -> Result<Guest, Error> {
    Ok(body)
}

fn main() {}

//~ 8:74 `bodi` error: `bodi` is no member of an op's envelope; there are `body`, `reply`, `total`
