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
        foreign_keys: [(press_id, author_id, id) = Writer],
    }
}

fn main() {}

//~ 15:25 `press_id` E0080: resource `Article`: the foreign key to `writer` has another number of fields than what it refers to; name one for each field of the key of `Writer`, or name what it refers to, `Writer(..)`
