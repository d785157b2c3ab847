use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> String { tag: Task }
}

async fn read(_: Ctx) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 4:9 `Shop` E0080: op `read`: its tag `Task` isn't declared; add it to the api's `tags: { Task: ".." }`
//~ 6:8 `read` E0080: op `read` has no `route`; add one, such as `route: GET "/read"`
