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
        foreign_keys: [(press_id, id) = Writer],
        ops: [read],
    }
}

fn main() {}

//~ 17:9 `foreign_keys` E0080: resource `Profile` has the table of `Writer`, which declares its foreign keys; leave `foreign_keys` out
