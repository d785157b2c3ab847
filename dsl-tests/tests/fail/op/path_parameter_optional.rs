use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read(id: Option<Uuid>) -> String { route: GET "/tasks/{id}" }
}

async fn read(_: Ctx, _: Option<Uuid>) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:8 `read` E0080: op `read`: parameter `id` is in the path, where a value always is: it can be neither optional nor a list, and has no default
