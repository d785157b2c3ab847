use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", security: { user: Basic::new() = check }, access: user }

    enum Level { Low = 1, High = 2 }

    resource Report { path: "/reports", key: { id: i64 [auto_increment] }, fields: { level: Level }, owner: level, ops: [list] }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 8:102 `owner` E0080: resource `Report`: field `level` is the `owner`, but holds no ids; make its type String, Uuid, i16, i32 or i64
