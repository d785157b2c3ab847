use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Level { Low = 1, High = 9223372036854775808 }
}

fn main() {}

//~ 6:27 `High` E0080: enum `Level`: the number of `High` doesn't fit into 64 bits; take one from -9223372036854775808 to 9223372036854775807
