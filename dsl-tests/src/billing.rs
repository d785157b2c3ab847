//! A part, in a file of its own.

use warp_openapi::prelude::*;

api_part! {
    /// What tasks cost.
    part Billing {}

    /// A cost
    resource Cost {
        path: "/costs",
        tag: Billing,
        key: {
            /// The task
            task: Uuid [references("tasks", cascade)],
            /// Number of the cost
            number: i32,
        },
        fields: {
            /// When it arose
            at: DateTime<Utc> [default_with(Utc::now), read_only],
            /// How much
            amount: Decimal [precision(12, 2)],
        },
        ops: [list(cursor(-at, number).limit(20).max(100)), create, read, put, delete],
    }
}
