use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read(id: Uuid) -> String { route: GET "/tasks/{id}" }

    op fetch(key: Uuid) -> String { route: GET "/tasks/{key}", handler: read }
}

async fn read(_: Ctx, _: Uuid) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 4:9 `Shop` E0080: op `fetch`: `read` answers GET "/tasks/{key}" already; give one another path or method
