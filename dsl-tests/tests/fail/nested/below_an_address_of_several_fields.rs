use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Article {
        path: "/articles",
        key: { magazine: i64, number: i32 },
        ops: [list, read],
    }

    resource Comment {
        path: "/articles/{article}/comments",
        key: { id: i64 [auto_increment] },
        fields: { magazine: i64, number: i32 },
        relations: { article: Article = (magazine, number) },
        ops: [list, read],
    }
}

fn main() {}

//~ 13:9 `path` E0080: resource `Comment`: path "/articles/{article}/comments" has `{article}`, but the address of those rows has several fields, and this is one segment; give `Article` an `address` of one field
