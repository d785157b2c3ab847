use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { street: String }

    schema Move { to: Place }

    op send(body: Form<Move>) -> String { route: POST "/tasks" }
}

async fn send(_: Ctx, _: Form<Move>) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 10:8 `send` E0080: op `send`: parameter `body`: property `to` is no single text, so this form can't contain it; write `Multipart<..>`, where it is JSON, or take a JSON body
