use warp_openapi::prelude::*;

api! {
    api Club { title: "Club", version: "1" }

    schema Guest { name: String, seats: Option<i32> }

    op invite(body: Form<Guest>) -> Guest { route: POST "/guests", envelope: { body: "guest", reply: "guest" } }
}

async fn invite(_: Ctx, body: Form<Guest>) -> Result<Guest, Error> {
    Ok(body.0)
}

fn main() {}
