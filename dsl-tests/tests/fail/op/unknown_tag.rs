use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", tags: { Task: "Things to do" } }

    op read() -> String { route: GET "/tasks", tag: Taks }
}

async fn read(_: Ctx) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}
