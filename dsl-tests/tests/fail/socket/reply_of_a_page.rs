use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", rpc: { fetch() -> Page<Said> } }

    schema Said { words: String }
}

async fn fetch(_: Ctx, _: Socket) -> Result<Page<Said>, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:38 `rpc` E0080: socket `Stream`: method `fetch` answers with something of HTTP; answer with a field type or `NoContent`
