use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { tags: Vec<String> [each(len(1..=3), default("a"))] }
}

fn main() {}

//~ 6:20 `tags` E0080: schema `Place`: field `tags`: `each` takes limits alone: `len`, `pattern`, `format`, `range`, `min`, `max`, `multiple_of`, `precision` and `each`; take the others out
