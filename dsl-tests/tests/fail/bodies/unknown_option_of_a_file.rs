use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Upload { file: File [len(1..=3)] }
}

fn main() {}

//~ 6:33 `len` E0599
