use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    union Kind [null_shown] { Text(String) }
}

fn main() {}
