use warp_openapi::prelude::*;

api! {
    api Club { title: "Club", version: "1" }

    schema Guest { name: String, seats: Option<i32> }

    op invite(body: Guest) -> Guest { route: POST "/guests", envelope: {} }
}

async fn invite(_: Ctx, body: Guest) -> Result<Guest, Error> {
    Ok(body)
}

fn main() {}

//~ 8:62 `envelope` E0080: op `invite`: its `envelope` has no member; write `envelope: { body: "user", reply: "user" }`, or leave it out
