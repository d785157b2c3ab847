use warp_openapi::prelude::*;

api! {
    api Club { title: "Club", version: "1" }

    schema Guest { name: String, seats: Option<i32> }

    op invite(body: ByteStream) -> Guest { route: POST "/guests", envelope: { body: "guest", reply: "guest" } }
}

async fn invite(_: Ctx, _: ByteStream) -> Result<Guest, Error> {
    Err(Error::NotFound)
}

fn main() {}
