use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        cors: { origins: ["*"], credentials: true },
    }
}

fn main() {}

//~ 7:33 `credentials` E0080: `credentials: true` can't be beside the origin `*`: any page could act in the user's name; list the origins
