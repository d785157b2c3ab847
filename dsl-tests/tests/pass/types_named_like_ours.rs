//! Items named like the crate's own types and modules.
use warp_openapi::prelude::*;

api! {
    api Api { title: "Shop", version: "1" }

    enum Kind { One = "one" }
    enum Operation { One = "one" }
    enum Filter { One = "one" }
    enum Field { One = "one" }
    enum Storage { One = "one" }
    enum Limits { One = "one" }
    enum Name { One = "one" }
    enum Column { One = "one" }
    enum Value { One = "one" }

    schema Schema { kind: Kind, column: Column }

    union Component { Text(String), Number(i64) }

    resource Resource {
        path: "/resources",
        key: { id: i64 [auto_increment] },
        fields: { kind: Kind, operation: Operation, filter: Filter, field: Field, storage: Storage, limits: Limits },
        filters: { kind: [eq] },
        ops: [list, create, read, update, put, delete],
    }

    resource Part { path: "/parts", key: { id: i64 }, ops: [list] }
}

#[test]
fn compiles() {
    let _ = Api::OPENAPI;
}
