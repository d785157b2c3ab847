use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        cors: { origins: ["https://app.example.com"], expose: ["ETag", "etag"] },
    }
}

fn main() {}

//~ 7:55 `expose` E0080: header "etag" is listed twice; keep one
