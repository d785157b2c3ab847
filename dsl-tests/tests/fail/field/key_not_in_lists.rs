use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment, not_in_lists] },
        fields: { title: String },
        ops: [list, read],
    }
}

fn main() {}

//~ 8:16 `id` E0080: resource `Article`: field `id` is part of what a row is found by, which lists show; remove `not_in_lists`
