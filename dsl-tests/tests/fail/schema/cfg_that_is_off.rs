use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { #[cfg(any())] street: String, number: i32 [multiple_of(0)] }
}

fn main() {}

//~ 6:50 `number` E0080: schema `Place`: field `number`: `multiple_of` must be above zero
