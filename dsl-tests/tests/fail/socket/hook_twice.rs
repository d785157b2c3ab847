use warp_openapi::prelude::*;

api! {
    api Talk { title: "Talk", version: "1" }

    socket Stream { path: "/stream", allow: [subscribe], hooks: { can_subscribe: may_follow, can_subscribe: may_follow } }
}

async fn may_follow(_: &Ctx, _: &Socket, _: &mut Subscription) -> Result<(), Error> {
    Ok(())
}

fn main() {}

//~ 6:94 `can_subscribe` E0428
