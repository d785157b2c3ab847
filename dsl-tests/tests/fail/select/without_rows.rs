use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { title: String },
        select: fields,
        ops: [create],
    }
}

fn main() {}

//~ 10:9 `select` E0080: resource `Article`: `select` is for replies of `list` and `read`, and it has neither; add one to its `ops`, or leave `select` out
