use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Move { to: String }

    op send(data: Form<Move>) -> String { route: POST "/tasks" }
}

async fn send(_: Ctx, _: Form<Move>) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 8:19 `Form<Move>` E0277: `warp_openapi::Form<Move>` can't be a parameter of an op
