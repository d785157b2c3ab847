use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", allow: [subscribe] }

    op stream() { route: GET "/stream" }
}

async fn stream(_: Ctx) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}
