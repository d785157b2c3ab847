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
        foreign_keys: [(press_id, author_id) = Writer],
        relations: { writer: Writer = (author_id, press_id) },
    }
}

fn main() {}

//~ 16:22 `writer` E0080: resource `Article`: relation `writer` names the fields of a foreign key in another order; write them as in `foreign_keys`
