use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { street: String [each(len(1..=3))] }
}

fn main() {}

//~ 6:28 `String` E0277: `std::string::String` has no items, so `each(..)` is no option of it
//~ 6:36 `each` E0599
//~ 6:41 `len` E0034
