//! Everything but what loses data.

use sea_orm_migration::prelude::*;
use warp_openapi::migration::{
    OnDelete, alter_table, column, create_table, drop_table, rename_table,
};

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rename_table("things", "tasks").run(manager).await?;
        create_table("goods")
            .column(column::big_integer("id").counted())
            .column(
                column::text("title")
                    .length(20_000)
                    .default(r#"it's "new""#)
                    .check("goods_title_min_length_check", r#"length("title") >= 3"#)
                    .check(
                        "goods_title_choices_check",
                        r#""title" IN ('it''s "new"', 'old', 'neither of the two')"#,
                    ),
            )
            .column(column::decimal("price").precision(10, 2).default("0.5"))
            .column(column::custom("area", "polygon").null())
            .column(column::blob("picture").null())
            .column(column::boolean("done").default(false))
            .column(
                column::small_integer("rank")
                    .default(-5)
                    .check("goods_rank_range_check", r#""rank" >= -5 AND "rank" <= 5"#),
            )
            .column(column::integer("seconds").default(1_000_000))
            .column(column::big_integer("ticks").default(-3_000_000_000_i64))
            .column(column::float("ratio").null())
            .column(column::double("weight").default("-0.25"))
            .column(column::uuid("code"))
            .column(column::date("day").null())
            .column(column::time("hour").null())
            .column(column::timestamp_with_time_zone("at").default_expression("CURRENT_TIMESTAMP"))
            .column(column::json("extra").default(r#"{"a\n":1}"#))
            .primary_key(["id"])
            .unique("goods_title_rank_key", ["title", "rank"])
            .index("goods_day_idx", ["day"])
            .foreign_key("goods_code_fkey", "code", "codes", "id", OnDelete::Restrict)
            .check("goods_check", r#""rank" < "seconds""#)
            .run(manager)
            .await?;
        alter_table("tasks")
            .rename_column("name", "title")
            .rename_constraint("tasks_name_key", "tasks_title_key")
            .rename_index("tasks_name_idx", "tasks_title_idx")
            // Depends on what is commented out here:
            // .drop_index("tasks_color_idx")
            .drop_foreign_key("tasks_owner_fkey")
            .drop_unique("tasks_link_key")
            .drop_check("tasks_title_max_length_check")
            // Loses the values of `color`. If that is meant, uncomment it here and in `down`:
            // .drop_column("color")
            .add_column(
                column::integer("severity")
                    .null()
                    .check("tasks_severity_range_check", r#""severity" >= 0"#),
            )
            .alter_column(column::text("link").default(""))
            .set_primary_key(["tenant", "id"])
            .add_check("tasks_title_min_length_check", r#"length("title") >= 3"#)
            .add_unique("tasks_title_link_key", ["title", "link"])
            .add_index("tasks_severity_idx", ["severity"])
            .add_foreign_key("tasks_good_fkey", "good", "goods", "id", OnDelete::SetNull)
            .add_foreign_key(
                "tasks_tenant_author_fkey",
                ["tenant", "author"],
                "people",
                ["tenant", "id"],
                OnDelete::Cascade,
            )
            .run(manager)
            .await?;
        // Loses the rows of `scraps`. If that is meant, uncomment it here and in `down`:
        // drop_table("scraps").run(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // This doesn't make the trigger `stamp`.
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
        alter_table("tasks")
            .drop_foreign_key("tasks_tenant_author_fkey")
            .drop_foreign_key("tasks_good_fkey")
            .drop_index("tasks_severity_idx")
            .drop_unique("tasks_title_link_key")
            .drop_check("tasks_title_min_length_check")
            .set_primary_key(["id"])
            .alter_column(column::text("link").null())
            .drop_column("severity")
            // Reverts what is commented out in `up`:
            // .add_column(column::text("color").null())
            .add_check("tasks_title_max_length_check", r#"length("title") <= 64"#)
            .add_unique("tasks_link_key", ["link"])
            .add_foreign_key(
                "tasks_owner_fkey",
                "owner",
                "people",
                "id",
                OnDelete::Cascade,
            )
            // Reverts what is commented out in `up`:
            // .add_index("tasks_color_idx", ["color", "title"])
            .rename_index("tasks_title_idx", "tasks_name_idx")
            .rename_constraint("tasks_title_key", "tasks_name_key")
            .rename_column("title", "name")
            .run(manager)
            .await?;
        drop_table("goods").run(manager).await?;
        rename_table("tasks", "things").run(manager).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
