use warp_openapi::prelude::*;

api! {
    api Press { title: "Press", version: "1" }

    resource Writer {
        key: { press_id: i64, id: i64 },
        fields: { name: String },
        unique: [[press_id, name]],
    }

    resource Profile {
        of: Writer,
        path: "/profiles",
        key: { press_id: i64, id: i64 },
        fields: { name: String },
        ops: [read],
    }

    resource Article {
        key: { id: i64 },
        fields: { press_id: i64, author: String },
        foreign_keys: [(press_id, author) = Profile(press_id, name)],
    }
}

fn main() {}

//~ 23:25 `press_id` E0080: resource `Article`: the foreign key to `writer` names fields of `Profile`, which shows rows of another; name those of the resource with the table
