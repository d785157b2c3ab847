use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Level { Low = 1, High = "high" }
}

fn main() {}

//~ 6:27 `High` E0080: enum `Level`: `High` = "high" is not a whole number; the values of an enum are all whole numbers, or all texts in plain quotes
