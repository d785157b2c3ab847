use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Level { Low = 1, High = 2 }

    schema Report { level: Level }

    op look() -> Report { route: GET "/look" }
}

async fn look(_: Ctx) -> Result<Report, Error> {
    Err(Error::status(404, Level::Low.as_str()))
}

fn main() {}

//~ 14:39 `as_str` E0271
