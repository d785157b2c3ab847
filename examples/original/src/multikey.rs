//! Rows identified by two values: with a key of two columns, and with a hidden one.

use warp_openapi::prelude::*;

use super::whole::Whole;

api_part! {
    /// Keys of several columns.
    part Multikeys {}

    /// A number, a time or a text
    // The first that fits is taken.
    union Loose { Number(Whole), Time(DateTime<Utc>), Text(String) }

    /// Two values of any sort
    resource Multikey {
        table: "multi_key",
        path: "/multikey",
        tag: Multikey,
        // JSON can't be a key. The database counts the rows, and no client sees it.
        key: { id: i64 [auto_increment, hidden] },
        fields: {
            /// One value
            x: Json<Loose>,
            /// The other
            y: Json<Loose>,
        },
        ops: [list, create],
    }

    /// Two numbers that no other row has
    resource MultikeyUnique {
        table: "multi_key_unique",
        path: "/multikey-unique",
        tag: Multikey,
        key: {
            /// One number
            x: i32,
            /// The other
            y: i32,
        },
        ops: [list, create],
    }
}
