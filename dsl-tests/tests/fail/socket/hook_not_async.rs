use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", allow: [subscribe, publish], hooks: { can_subscribe: may_follow } }
}

fn may_follow(_: &Ctx, _: &Socket, _: &mut Subscription) -> Result<(), Error> {
    Ok(())
}

fn main() {}

//~ 6:91 `may_follow` E0277
