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

//~ 8:68 `envelope` E0080: op `invite`: `body` of its `envelope` stands around JSON, and its body is `application/x-www-form-urlencoded`; remove `body` from the `envelope`
