use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Writer {
        path: "/writers",
        key: { id: i64 [auto_increment] },
        fields: { name: String, weight: f64, secret: String [hidden], notes: JsonValue },
        relations: { articles: [Article] = author_id [limit(0)] },
        ops: [list, read],
    }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { title: String, author_id: i64, name: String, weight: f64 },
        ops: [list, read],
    }

    resource Membership {
        key: { shop: i64, writer_id: i64 },
    }
}

fn main() {}

//~ 10:22 `articles` E0080: resource `Writer`: relation `articles` shows no row; let its `limit` be at least 1
