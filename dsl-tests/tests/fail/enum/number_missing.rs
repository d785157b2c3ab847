use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Level { Low = 1, Middle, High = 3 }
}

fn main() {}

//~ 6:27 `Middle` error: enum `Level`: `Middle` has neither a text nor a number; write `Middle = ".."`, or with numbers `Middle = 1`
