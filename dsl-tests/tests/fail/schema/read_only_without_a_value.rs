use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { id: Uuid [read_only], street: String }
}

fn main() {}

//~ 6:20 `id` E0080: schema `Place`: field `id` is `read_only`, so a request gives no value for it; make it `Option<..>`, or give it a default
