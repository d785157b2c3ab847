use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        tags: [Task],
    }
}

fn main() {}

//~ 7:9 `tags` error: `tags` is written `tags: { Task: "Things to do" }`
