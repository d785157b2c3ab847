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

    /// List the values of a series, newest first, by offset
    op series_offset(
        /// Name of the series
        group: String [default(""), len(0..=32)],
        query: serie::Query [list(offset(-date))],
    ) -> Page<Serie> { route: GET "/series_offset", tag: Series, handler: values }

    /// Walk along the values of a series, newest first
    op series_cursor(
        /// Name of the series
        group: String [default(""), len(0..=32)],
        query: serie::Query [list(cursor(-date))],
    ) -> Page<Serie> { route: GET "/series_cursor", tag: Series, handler: values }
}

async fn values(ctx: Ctx, group: String, query: serie::Query) -> Result<Page<Serie>, Error> {
    let series = serie::Entity::find().filter(serie::Column::Group.eq(group));
    query.page(&ctx, series).await
}
