use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place {
        street: String,
        road: String [name("street")],
    }
}

fn main() {}

//~ 8:9 `road` E0080: schema `Place`: field `road`: another field has the same JSON name; rename one, or give it a `name("..")`
