use warp_openapi::prelude::*;

api! {
    /// A shop
    api Shop { title: "Shop", version: "1", docs: required }

    /// A name
    op read(id: Uuid) -> String { route: GET "/tasks" }
}

async fn read(_: Ctx, _: Uuid) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 5:9 `Shop` E0080: op `read`: parameter `id` has no description; write a doc comment above it, or leave out `docs: required`
