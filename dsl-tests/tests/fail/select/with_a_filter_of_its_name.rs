use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { title: String, fields: String },
        select: fields,
        filters: { fields: [eq] },
        ops: [list],
    }
}

fn main() {}

//~ 11:9 `filters` E0080: resource `Article`: filter `fields` has the name of a parameter that lists have by themselves; rename it, or give the field a `name("..")`
