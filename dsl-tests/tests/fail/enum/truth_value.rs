use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Level { Low = true }
}

fn main() {}

//~ 6:18 `Low` E0080: enum `Level`: `Low` = true is not a whole number; the values of an enum are all whole numbers, or all texts in plain quotes
