use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { street: std::time::Duration }
}

fn main() {}

//~ 6:28 `std::time::Duration` E0277: `Duration` can't be the type of a field
//~ 6:28 `std::time::Duration` E0277: `Duration` can't be the type of a field
//~ 6:28 `std::time::Duration` E0277: `Duration` can't be the type of a field
//~ 6:28 `std::time::Duration` E0277: `Duration` can't be the type of a field
//~ 6:28 `std::time::Duration` E0277: `Duration` can't be the type of a field
