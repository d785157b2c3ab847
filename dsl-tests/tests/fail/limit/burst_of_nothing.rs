use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        limit: per_minute(60).burst(0),
    }
}

fn main() {}

//~ 7:31 `burst` E0080: `burst(0)` would refuse every request; allow one at least
