use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { slug: String [unique], author: String, note: Option<String> [unique], word: String [unique, write_only], price: f64 [unique], data: JsonValue },
        address: data,
        ops: [read, update],
    }
}

fn main() {}

//~ 10:9 `address` E0080: resource `Article`: field `data` is part of the `address`, but its type has no one text for a path; use a text, an integer, an enum, a UUID, a date or a time
