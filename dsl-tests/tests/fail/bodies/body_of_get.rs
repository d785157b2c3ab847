use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Move { to: String }

    op send(body: Move) -> String { route: GET "/tasks" }
}

async fn send(_: Ctx, _: Move) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 8:8 `send` E0080: op `send` takes a body, but a body means nothing in GET (RFC 9110, section 9.3.1); choose another method
