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
        foreign_keys: [(press_id, author_id) = "writer"("press_id", "id")],
    }
}

fn main() {}

//~ 4:9 `Press` E0080: resource `Article`: a foreign key names the table "writer", which is that of `Writer`; name the resource and its fields
