use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { times: Vec<std::time::Duration> }
}

fn main() {}

//~ 6:27 `Vec<std::time::Duration>` E0277: `Duration` can't be the type of a field
//~ 6:27 `Vec<std::time::Duration>` E0277: `Duration` can't be the type of a field
//~ 6:27 `Vec<std::time::Duration>` E0277: `Duration` can't be the type of a field
//~ 6:27 `Vec<std::time::Duration>` E0277: `Duration` can't be the type of a field
//~ 6:27 `Vec<std::time::Duration>` E0277: `Duration` can't be the type of a field
