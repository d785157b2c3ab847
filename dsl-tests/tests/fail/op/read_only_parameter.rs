use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op close(id: Uuid [read_only]) { route: POST "/close" }
}

async fn close(_: Ctx, _: Uuid) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 6:24 `read_only` E0599
