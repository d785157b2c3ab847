use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op ping() { route: GET "/ping", limit: every_minute(5) }
}

async fn ping(_: Ctx) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 6:44 `every_minute` error: `every_minute` is no rate limit; there are `per_second(10)`, `per_minute(60)` and `per_hour(100)`, each with `.burst(10)`
