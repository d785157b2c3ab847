//! A part of the suite's API: keys that clients choose.

use warp_openapi::prelude::*;

api_part! {
    part Keys {}

    /// A point of the plane
    resource Pair {
        table: "pairs",
        path: "/pairs",
        tag: Types,
        key: {
            /// East
            x: i32,
            /// North
            y: i32,
        },
        fields: {
            /// What is there
            label: Option<String> [len(0..=10)],
            /// How high
            height: i32 [default(7)],
        },
        ops: [list, create, read, update, put, delete],
    }

    /// What is known by a name
    resource Label {
        table: "labels",
        path: "/labels",
        tag: Types,
        key: {
            /// Any text, slashes and all
            name: String [len(1..=20)],
        },
        fields: {
            /// What it says
            text: String,
        },
        ops: [create, read, put],
    }

    /// What only those who have read it may change
    resource Guarded {
        table: "guarded",
        path: "/guarded",
        tag: Types,
        key: {
            /// A code
            code: String [len(1..=20)],
        },
        fields: {
            /// What it says
            text: String,
        },
        if_match: required,
        ops: [create, read, update, put, delete],
    }
}
