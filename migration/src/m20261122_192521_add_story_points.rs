//! Add story points.

use sea_orm_migration::prelude::*;
use warp_openapi::migration::{alter_table, column};

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("tasks")
            .add_column(column::decimal("story_points").precision(10, 2).null().check(
                "tasks_story_points_digits_check",
                r#""story_points" > -100000000 AND "story_points" < 100000000"#,
            ))
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("tasks").drop_column("story_points").run(manager).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
