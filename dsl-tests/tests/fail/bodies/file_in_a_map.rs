use warp_openapi::prelude::*;
use std::collections::HashMap;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Upload { files: HashMap<String, File> }
}

fn main() {}
