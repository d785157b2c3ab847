use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        limit: per_minute,
    }
}

fn main() {}

//~ 7:9 `limit` error: `limit` is written `limit: per_minute(600)`, with `per_second`, `per_minute` or `per_hour`, and how many may come at once, `limit: per_minute(600).burst(50)`
