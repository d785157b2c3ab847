use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    union Reference { Texts(Vec<String>), Texts(Vec<i64>) }
}

fn main() {}

//~ 3:1..7:2 E0004
//~ 3:1..7:2 E0004
//~ 3:1..7:2 E0004
//~ 3:1..7:2 E0004
//~ 3:1..7:2 E0308
//~ 3:1..7:2 E0308
//~ 3:1..7:2 E0428
//~ 6:43 `Texts` E0428
