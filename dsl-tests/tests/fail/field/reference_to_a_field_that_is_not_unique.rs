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
        fields: { author_name: String [references(Writer.name, cascade)] },
    }
}

fn main() {}

//~ 15:58 `name` E0080: several rows may have the same `name`, so no field can refer to it; make it `unique`
