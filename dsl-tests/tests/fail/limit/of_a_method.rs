use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    socket Talk {
        path: "/talk",
        rpc: { tick() -> i64 [limit(per_minute(0))], tock() -> i64 [quota(5)] },
    }
}

async fn tick(_: Ctx, _: Socket) -> Result<i64, Error> {
    Ok(1)
}

async fn tock(_: Ctx, _: Socket) -> Result<i64, Error> {
    Ok(1)
}

fn main() {}

//~ 8:37 `per_minute` E0080: `per_minute(0)` would refuse every request; allow one at least
//~ 8:69 `quota` error: `quota` is no option of a socket's method; there is `limit`
