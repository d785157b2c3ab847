use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: i64 },
        fields: { slug: String [unique] },
        address: slug,
        ops: [read, put],
    }
}

fn main() {}
