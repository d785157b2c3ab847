use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Writer {
        path: "/writers",
        key: { id: i64 [auto_increment] },
        fields: { name: String [unique] },
    }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { author_name: i64 [references(Writer.name, cascade)] },
    }
}

fn main() {}

//~ 15:55 `name` E0080: `name` has another type than the field that refers to it; give that the type of `name`
