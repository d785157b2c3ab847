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
        relations: { membership: Membership = author_id },
        ops: [list, read],
    }

    resource Membership {
        key: { shop: i64, writer_id: i64 },
    }
}

fn main() {}

//~ 17:22 `membership` E0080: resource `Article`: relation `membership` doesn't name as many fields as the key has to which they refer; name one for each, `(tenant_id, author_id)`
