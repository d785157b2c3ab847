use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Level { Low = 1, High = 2 }

    schema Report { level: Level [default("1")] }
}

fn main() {}

//~ 8:43 `"1"` E0308
