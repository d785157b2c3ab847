use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    union Kind [null_shown] { Text(String) }
}

fn main() {}

//~ 6:11 `Kind` error: `union` is written `union Reference { Text(String), Number(i64) }`, or with the name that the document has for it, `union Reference as "shop.Reference" { .. }`
