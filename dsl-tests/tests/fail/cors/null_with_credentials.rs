use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        cors: { origins: ["https://app.example.com", "null"], credentials: true },
    }
}

fn main() {}

//~ 7:63 `credentials` E0080: `credentials: true` can't be beside the origin `null`, which any page can have: it could act in the user's name; list the origins
