use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", rpc: { keep(payload: other::Said) } }
}

async fn keep(_: Ctx, _: Socket, _: other::Said) -> Result<NoContent, Error> {
    Ok(NoContent)
}

mod other {
    use warp_openapi::prelude::*;

    api_part! {
        part Other {}

        schema Said { words: String }

        resource Task { path: "/tasks", key: { id: i64 [auto_increment] }, fields: { title: String }, ops: [read], publish: [create] }
    }
}

fn main() {}

//~ 4:9 `Talk` E0080: socket `Stream`: method `keep`: its payload's type `Said` isn't part of this API; join the `api_part!` that declares it with `parts: [..]`
