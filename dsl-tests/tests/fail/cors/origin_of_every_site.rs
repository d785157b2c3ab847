use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        cors: { origins: ["https://*.com"] },
    }
}

fn main() {}

//~ 7:17 `origins` E0080: origin "https://*.com" would match sites of others; name two labels at least, `https://*.example.com`
