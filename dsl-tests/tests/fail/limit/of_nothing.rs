use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        limit: per_minute(0),
    }
}

fn main() {}

//~ 7:16 `per_minute` E0080: `per_minute(0)` would refuse every request; allow one at least
