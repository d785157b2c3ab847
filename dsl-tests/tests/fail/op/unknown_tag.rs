use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", tags: { Task: "Things to do" } }

    op read() -> String { route: GET "/tasks", tag: Taks }
}

async fn read(_: Ctx) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 4:9 `Shop` E0080: op `read`: its tag `Taks` isn't declared; add it to the api's `tags: { Taks: ".." }`
