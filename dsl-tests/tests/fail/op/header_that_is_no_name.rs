use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read(id: Uuid [header("X Id")]) -> String { route: GET "/tasks" }
}

async fn read(_: Ctx, _: Uuid) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:8 `read` E0080: op `read`: parameter `id`: its `header` is no name of a header that is left to operations (RFC 9110, section 5.1); give another
