use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        contact: { mail: "me@example.com" },
    }
}

fn main() {}

//~ 7:20 `mail` E0560
