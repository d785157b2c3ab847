use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Closing { reason: String }

    op close_task(id: Uuid, body: Closing) -> Closing { route: POST "/tasks/{id}/close" }
}

async fn close_task(_: Ctx, id: Uuid) -> Result<Closing, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 8:8 `close_task` E0308
//~ 11:29 `id` warning unused_variables
