use warp_openapi::prelude::*;

api! {
    api Club { title: "Club", version: "1" }

    schema Guest { name: String, seats: Option<i32> }

    op invite(body: Guest) -> ByteStream { route: POST "/guests", envelope: { body: "guest", reply: "guest" } }
}

async fn invite(_: Ctx, _: Guest) -> Result<ByteStream, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 8:67 `envelope` E0080: op `invite`: `reply` of its `envelope` stands around JSON, and its reply is bytes; remove `reply` from the `envelope`
