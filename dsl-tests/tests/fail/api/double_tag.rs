use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        tags: { Task: "Things", Task: "More" },
    }
}

fn main() {}
