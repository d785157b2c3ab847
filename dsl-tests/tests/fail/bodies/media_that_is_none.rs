use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Upload { file: File [media("png")] }
}

fn main() {}

//~ 6:21 `file` E0080: schema `Upload`: field `file`: `media` takes media types, `media("image/png", "image/*")`
