use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Level { Low = 1, High = 2 }

    schema Report { level: Level [json_string] }
}

fn main() {}

//~ 8:35 `json_string` E0599
