use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        servers: ["https://example.com/"],
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: api `Shop`: server "https://example.com/" must be a URL without `/` at its end
