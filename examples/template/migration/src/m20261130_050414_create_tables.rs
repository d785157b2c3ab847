//! Create tables.

use sea_orm_migration::prelude::*;
use warp_openapi::migration::{column, create_table, drop_table};

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_table("notes")
            .column(column::uuid("id"))
            .column(
                column::text("text")
                    .length(500)
                    .check("notes_text_min_length_check", r#"length("text") >= 1"#)
                    .check("notes_text_max_length_check", r#"length("text") <= 500"#),
            )
            .column(
                column::integer("stars")
                    .default(0)
                    .check("notes_stars_range_check", r#""stars" >= 0 AND "stars" <= 5"#),
            )
            .column(column::timestamp_with_time_zone("closed").null())
            .primary_key(["id"])
            .index("notes_stars_idx", ["stars"])
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_table("notes").run(manager).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
