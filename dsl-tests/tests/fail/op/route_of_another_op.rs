use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> String { route: GET "/tasks" }

    op fetch() -> String { route: GET "/tasks", handler: read }
}

async fn read(_: Ctx) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 4:9 `Shop` E0080: op `fetch`: `read` answers GET "/tasks" already; give one another path or method
