use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read(id: Uuid, other: Uuid [name("id")]) -> String { route: GET "/tasks" }
}

async fn read(_: Ctx, _: Uuid, _: Uuid) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:8 `read` E0080: op `read`: parameter `other` has the name and place of another parameter; rename one
