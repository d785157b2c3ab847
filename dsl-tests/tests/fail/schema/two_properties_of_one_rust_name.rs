use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place {
        street: String,
        street: String,
    }
}

fn main() {}

//~ 3:1..10:2 E0124
//~ 3:1..10:2 E0382
//~ 8:9 `street` E0062
//~ 8:9 `street` E0428
//~ elsewhere E0062
