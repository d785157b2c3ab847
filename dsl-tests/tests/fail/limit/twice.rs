use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        limit: per_minute(60), limit: per_minute(10),
    }
}

fn main() {}

//~ 7:32 `limit` E0428
