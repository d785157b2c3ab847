use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Writer {
        path: "/writers",
        key: { id: i64 [auto_increment] },
        fields: { name: String },
    }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { author_name: String [references(Writer.nam, cascade)] },
    }
}

fn main() {}

//~ 15:58 `nam` E0599
//~ 15:58 `nam` E0599
