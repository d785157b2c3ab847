//! Lose.

use sea_orm_migration::prelude::*;
// For what is commented out below:
// use warp_openapi::migration::{OnDelete, alter_table, column, create_table, drop_table};

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Loses the values of `color`. If that is meant, uncomment it here and in `down`:
        // alter_table("tasks")
        //     .drop_column("color")
        //     .run(manager)
        //     .await?;
        // Loses the rows of `scraps`. If that is meant, uncomment it here and in `down`:
        // drop_table("scraps").run(manager).await?;
        let _ = manager;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Reverts what is commented out in `up`:
        // create_table("scraps")
        //     .column(column::big_integer("id").counted())
        //     .column(
        //         column::text("title")
        //             .length(20_000)
        //             .default(r#"it's "new""#)
        //             .check("scraps_title_min_length_check", r#"length("title") >= 3"#)
        //             .check(
        //                 "scraps_title_choices_check",
        //                 r#""title" IN ('it''s "new"', 'old', 'neither of the two')"#,
        //             ),
        //     )
        //     .column(column::decimal("price").precision(10, 2).default("0.5"))
        //     .column(column::custom("area", "polygon").null())
        //     .column(column::blob("picture").null())
        //     .column(column::boolean("done").default(false))
        //     .column(
        //         column::small_integer("rank")
        //             .default(-5)
        //             .check("scraps_rank_range_check", r#""rank" >= -5 AND "rank" <= 5"#),
        //     )
        //     .column(column::integer("seconds").default(1_000_000))
        //     .column(column::big_integer("ticks").default(-3_000_000_000_i64))
        //     .column(column::float("ratio").null())
        //     .column(column::double("weight").default("-0.25"))
        //     .column(column::uuid("code"))
        //     .column(column::date("day").null())
        //     .column(column::time("hour").null())
        //     .column(column::timestamp_with_time_zone("at").default_expression("CURRENT_TIMESTAMP"))
        //     .column(column::json("extra").default(r#"{"a\n":1}"#))
        //     .primary_key(["id"])
        //     .unique("scraps_title_rank_key", ["title", "rank"])
        //     .index("scraps_day_idx", ["day"])
        //     .foreign_key(
        //         "scraps_code_fkey",
        //         "code",
        //         "codes",
        //         "id",
        //         OnDelete::Restrict,
        //     )
        //     .check("scraps_check", r#""rank" < "seconds""#)
        //     .run(manager)
        //     .await?;
        // Reverts what is commented out in `up`:
        // alter_table("tasks")
        //     .add_column(column::text("color"))
        //     .run(manager)
        //     .await?;
        let _ = manager;
        Ok(())
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
