use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place as "Address" { street: String }

    schema Address { street: String }
}

fn main() {}

//~ 4:9 `Shop` E0080: two components of the document are named `Address`: a schema and a schema; give one another name in the document
