//! Values along time.

use warp_openapi::prelude::*;

api_part! {
    /// Values along time.
    part Sequences {}

    /// A value at a time
    resource Serie {
        table: "series",
        key: {
            /// When
            date: DateTime<Utc> [index],
            /// Which series
            // Clients ask for one series, so its name needn't come back with each value.
            group: String [len(0..=32), index, hidden],
        },
        fields: {
            /// How much
            value: Option<Decimal> [precision(20, 8)],
        },
        filters: { date: [eq, le, ge, gt, lt] },
        order: [date],
    }
}
