use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Level { Low = -9223372036854775809 }
}

fn main() {}

//~ 6:18 `Low` E0080: enum `Level`: the number of `Low` doesn't fit into 64 bits; take one from -9223372036854775808 to 9223372036854775807
