use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { bearer: Bearer::new() = check },
        access: bearer,
    }

    resource Club {
        path: "/clubs",
        key: { id: i64 [auto_increment] },
        fields: { user: String },
        ops: [list, read],
    }

    resource OwnClub {
        of: Club,
        path: "/own-clubs",
        key: { id: i64 [auto_increment] },
        fields: { user: String },
        owner: user,
        ops: [list, read],
    }

    resource Meeting {
        path: "/clubs/{club}/meetings",
        key: { id: i64 [auto_increment] },
        fields: { club_id: i64 [references(Club)] },
        relations: { club: OwnClub = club_id },
        publish: [create],
        ops: [list, create],
    }

    socket Board {
        path: "/board",
        channels: { meeting: Meeting },
        allow: [subscribe],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 4:9 `Shop` E0080: socket `Board`: channel `meeting` would show rows to all of its subscribers that belong to rows of `OwnClub`, which only their owners see; remove the channel, and publish with `ctx.publish` what they may see
