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
    enum T { One = "one" }

    schema Lazy { of: T }

    schema Schema { kind: Kind, column: Column }

    union Component { Text(String), Number(i64) }

    resource Resource {
        path: "/resources",
        key: { id: i64 [auto_increment] },
        fields: { kind: Kind, operation: Operation, filter: Filter, field: Field, storage: Storage, limits: Limits },
        filters: { kind: [eq] },
        ops: [list, create, read, update, put, delete],
    }

    resource Lazies {
        path: "/lazies",
        key: { id: i64 [auto_increment] },
        fields: { of: T },
        ops: [list, create],
    }

    resource Part { path: "/parts", key: { id: i64 }, ops: [list] }
}

/// The same names as resources.
mod other {
    use warp_openapi::prelude::*;

    api! {
        api Library { title: "Library", version: "1" }

        resource T { path: "/ts", key: { id: i64 }, ops: [list] }
        resource Lazy { path: "/lazies", key: { id: i64 }, ops: [list] }
    }
}

#[test]
fn compiles() {
    let _ = Api::OPENAPI;
    let _ = other::Library::OPENAPI;
}
