use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Period [check(rules::ordered, "`starts` is before `ends`")] { starts: i32, ends: i32 }
}

mod rules {
    pub fn ordered(_: &String) -> Result<(), warp_openapi::FieldErrors> {
        Ok(())
    }
}

fn main() {}

//~ 6:26 `rules::ordered` E0308
