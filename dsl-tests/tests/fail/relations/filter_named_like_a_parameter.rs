use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Writer {
        path: "/writers",
        key: { id: i64 [auto_increment] },
        fields: { name: String, weight: f64, secret: String [hidden], notes: JsonValue },
        ops: [list, read],
    }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { title: String, author_id: i64, name: String, weight: f64 },
        relations: { author: Writer = author_id },
        filters: { author.name: [eq] [name("limit")] },
        ops: [list, read],
    }

    resource Membership {
        key: { shop: i64, writer_id: i64 },
    }
}

fn main() {}

//~ 18:9 `filters` E0080: resource `Article`: filter `limit` has the name of a parameter that lists have by themselves; rename it, or give the field a `name("..")`
