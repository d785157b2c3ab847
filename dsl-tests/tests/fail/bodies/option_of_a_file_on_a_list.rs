use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Upload { titles: Vec<String> [media("image/png")] }
}

fn main() {}

//~ 6:21 `titles` E0080: schema `Upload`: field `titles`: `max_bytes` and `media` are for files, `File` or `Vec<File>`; remove them
