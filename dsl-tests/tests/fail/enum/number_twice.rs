use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Level { Low = 1, Middle = 2, High = 0x1 }
}

fn main() {}

//~ 6:39 `High` E0080: enum `Level`: `Low` and `High` have the same number; change one
