use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", allow: [subscribe], hooks: { can_subscrib: may_follow } }
}

async fn may_follow(_: &Ctx, _: &Socket, _: &mut Subscription) -> Result<(), Error> {
    Ok(())
}

fn main() {}

//~ 6:67 `can_subscrib` error: `can_subscrib` is no hook of a socket; there are `can_subscribe`, `can_publish`
