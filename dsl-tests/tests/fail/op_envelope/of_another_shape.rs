use warp_openapi::prelude::*;

api! {
    api Club { title: "Club", version: "1" }

    schema Guest { name: String, seats: Option<i32> }

    op invite(body: Guest) -> Guest { route: POST "/guests", envelope: "guest" }
}

async fn invite(_: Ctx, body: Guest) -> Result<Guest, Error> {
    Ok(body)
}

fn main() {}

//~ 8:62 `envelope` error: an op's `envelope` is written `envelope: { body: "user", reply: "user" }`, each of them optional, and `total: "usersCount"` beside the `reply` of a page
