use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read(task: Uuid) -> String { route: GET "/tasks/{id}" }
}

async fn read(_: Ctx, _: Uuid) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:37 `route` E0080: op `read`: path "/tasks/{id}" has `{id}`, but no parameter has that name; add `id: Uuid` to its signature, or remove it from the path
