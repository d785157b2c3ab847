use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        cors: { origins: ["https://app.example.com/"] },
    }
}

fn main() {}

//~ 7:17 `origins` E0080: origin "https://app.example.com/" has a path or a slash at its end; an origin ends with its host and port
