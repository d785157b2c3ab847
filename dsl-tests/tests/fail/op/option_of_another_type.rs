use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read(id: Uuid [len(1..=3)]) -> String { route: GET "/tasks" }
}

async fn read(_: Ctx, _: Uuid) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:23 `len` E0599
