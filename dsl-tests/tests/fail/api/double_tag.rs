use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        tags: { Task: "Things", Task: "More" },
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: api `Shop`: tag `Task` is declared twice; keep one
