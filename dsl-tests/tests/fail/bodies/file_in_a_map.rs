use warp_openapi::prelude::*;
use std::collections::HashMap;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Upload { files: HashMap<String, File> }
}

fn main() {}

//~ 7:21 `files` E0080: schema `Upload`: field `files`: a form sends files one by one; write `File`, `Option<File>` or `Vec<File>`
