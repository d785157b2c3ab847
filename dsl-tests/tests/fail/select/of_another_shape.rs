use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { title: String },
        select: [title],
        ops: [list],
    }
}

fn main() {}

//~ 10:9 `select` error: `select` is written `select: fields`, or left out
