use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { title: String },
        select: fields,
        select: fields,
        ops: [list],
    }
}

fn main() {}

//~ 11:9 `select` E0428
