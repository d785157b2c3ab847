//! What tasks cost: time and money.

use warp_openapi::prelude::*;

use crate::money::Money;

api_part! {
    /// Time and money that went into tasks.
    part Costs {}

    /// An invoice, by its number or its name
    union Invoice { Number(i64), Name(String) }

    /// Time and money that went into a task
    resource Cost {
        table: "costs",
        path: "/costs",
        tag: Cost,
        key: {
            /// Number, counted up by the database
            id: i64 [auto_increment],
        },
        fields: {
            /// The task that it went into
            // A task that has cost something can't be deleted: 409.
            task_id: Uuid [references(Task), index, create_only],
            /// The day
            day: NaiveDate,
            /// Minutes of work, by the quarter of an hour
            minutes: i32 [range(0..=1440), multiple_of(15), default(0)],
            /// Money spent
            // A type of this package: see money.rs.
            amount: Money [example_json("12.50")],
            /// The invoice
            invoice: Option<Json<Invoice>>,
        },
        filters: {
            task_id: [eq],
            day: [ge, lt],
            amount: [ge, le],
        },
        order: [day, amount],
        // Pages are longer than elsewhere: people add these up.
        ops: [list(offset.limit(100).max(500)), create, read, delete],
    }
}
