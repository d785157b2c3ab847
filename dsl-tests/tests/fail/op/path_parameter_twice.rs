use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read(id: Uuid) -> String { route: GET "/tasks/{id}/{id}" }
}

async fn read(_: Ctx, _: Uuid) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:35 `route` E0080: op `read`: path "/tasks/{id}/{id}" has `{id}` twice; rename one
