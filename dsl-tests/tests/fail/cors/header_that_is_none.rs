use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        cors: { origins: ["https://app.example.com"], headers: ["X Client"] },
    }
}

fn main() {}

//~ 7:55 `headers` E0080: `headers`: "X Client" is no name of a header
