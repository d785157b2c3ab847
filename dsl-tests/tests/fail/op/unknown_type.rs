use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read(id: Uid) -> String { route: GET "/tasks" }
}

async fn read(_: Ctx, _: Uuid) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:17 `Uid` E0425
