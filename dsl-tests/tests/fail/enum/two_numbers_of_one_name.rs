use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Level { Low = 1, Low = 2 }
}

fn main() {}

//~ 3:1..7:2 E0428
//~ 6:27 `Low` E0428
