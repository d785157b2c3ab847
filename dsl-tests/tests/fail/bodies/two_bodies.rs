use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Move { to: String }

    op send(body: Move, body: Move) -> String { route: POST "/tasks" }
}

async fn send(_: Ctx, _: Move, _: Move) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 8:8 `send` E0080: op `send`: parameter `body` has the name and place of another parameter; rename one
//~ 8:25 `body` E0415
