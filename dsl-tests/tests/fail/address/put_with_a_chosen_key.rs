use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: i64 },
        fields: { slug: String [unique] },
        address: slug,
        ops: [read, put],
    }
}

fn main() {}

//~ 10:9 `address` E0080: resource `Article`: field `id` is part of the key, but neither in the `address` nor generated, so `put` can't create a row; give it a `default_with(..)` or `auto_increment`, or leave `put` out
