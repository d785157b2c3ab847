use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { tags: Vec<String> [each(len(9..=3))] }
}

fn main() {}

//~ 6:20 `tags` E0080: schema `Place`: field `tags`: `len` ends before it begins; put the lesser number first
