use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op send(body: Form<String>) -> String { route: POST "/tasks" }
}

async fn send(_: Ctx, _: Form<String>) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:19 `Form<String>` E0277: `warp_openapi::Form<std::string::String>` can't be the body of an op
