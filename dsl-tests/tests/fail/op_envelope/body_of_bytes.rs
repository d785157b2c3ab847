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

//~ 8:67 `envelope` E0080: op `invite`: `body` of its `envelope` stands around JSON, and its body is `application/octet-stream`; remove `body` from the `envelope`
