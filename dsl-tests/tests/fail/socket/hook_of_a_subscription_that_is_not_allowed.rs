use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", allow: [publish], hooks: { can_subscribe: may } }
}

async fn may(_: &Ctx, _: &Socket, _: &mut Subscription) -> Result<(), Error> {
    Ok(())
}

fn main() {}

//~ 6:56 `hooks` E0080: socket `Stream`: hook `can_subscribe` is never called; add `subscribe` to `allow`, or remove the hook
