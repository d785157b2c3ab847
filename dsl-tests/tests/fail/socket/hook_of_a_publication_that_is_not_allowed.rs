use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", allow: [subscribe], hooks: { can_publish: may } }
}

async fn may(_: &Ctx, _: &Socket, _: &mut Publication) -> Result<(), Error> {
    Ok(())
}

fn main() {}

//~ 6:58 `hooks` E0080: socket `Stream`: hook `can_publish` is never called; add `publish` to `allow`, or remove the hook
