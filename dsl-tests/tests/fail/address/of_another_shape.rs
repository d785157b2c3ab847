use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { slug: String [unique], author: String, note: Option<String> [unique], word: String [unique, write_only], price: f64 [unique], data: JsonValue },
        address: "slug",
        ops: [read, update],
    }
}

fn main() {}

//~ 10:9 `address` error: `address` is written `address: slug` or `address: [author, slug]`, the fields that paths have instead of the key
