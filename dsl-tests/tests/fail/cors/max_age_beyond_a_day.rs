use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        cors: { origins: ["https://app.example.com"], max_age: 100_000 },
    }
}

fn main() {}

//~ 7:55 `max_age` E0080: `max_age` is more than a day, 86400 s, after which every browser asks again
