use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place -> String { street: String }
}

fn main() {}

//~ 6:12 `Place` error: `schema` is written `schema Place { street: String, .. }`, or with the name that the document has for it, `schema Place as "geo.Place" { .. }`
