use warp_openapi::prelude::*;

api! {
    api Press { title: "Press", version: "1" }

    resource Writer {
        key: { press_id: i64, id: i64 },
        fields: { name: String, email: String [unique] },
        unique: [[press_id, name]],
    }

    resource Article {
        key: { id: i64 },
        fields: { press_id: i64, author_id: i64, author: String, editor_id: Option<i64>, extra: JsonValue },
        foreign_keys: [(press_id, author_id) = Writer [delete]],
    }
}

fn main() {}

//~ 15:56 `delete` error: `delete` is nothing that a deleted row does to those that refer to it; there are `cascade`, `set_null`, `restrict`
