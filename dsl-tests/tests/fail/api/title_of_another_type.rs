use warp_openapi::prelude::*;

api! {
    api Shop {
        title: ["Shop"],
        version: "1",
    }
}

fn main() {}

//~ 5:16 `["Shop"]` E0308
