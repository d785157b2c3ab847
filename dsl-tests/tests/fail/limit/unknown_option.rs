use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        limit: per_minute(60).peak(10),
    }
}

fn main() {}

//~ 7:31 `peak` error: `peak` is no rate limit; there are `per_second(10)`, `per_minute(60)` and `per_hour(100)`, each with `.burst(10)`
