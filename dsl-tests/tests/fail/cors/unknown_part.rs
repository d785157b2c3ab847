use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        cors: { origin: ["https://app.example.com"] },
    }
}

fn main() {}

//~ 7:17 `origin` error: `origin` is no part of `cors`; there are `origins`, `credentials`, `headers`, `expose`, `max_age`
