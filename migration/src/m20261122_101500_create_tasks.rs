//! The table of tasks.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer_null, json_null, pk_uuid, timestamp_with_time_zone_null};
use warp_openapi::migration::decimal;

use crate::{check, index, text, text_null, unique};

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The types of texts and decimals are those that differ between the databases.
        let backend = manager.get_database_backend();
        let story_points = decimal(backend, (10, 2));
        let tasks = Table::create()
            .table("tasks")
            .col(pk_uuid("id"))
            .col(text(backend, "title", 64))
            .col(timestamp_with_time_zone_null("done"))
            .col(integer_null("severity"))
            .col(text_null(backend, "type", None))
            .col(text_null(backend, "unique_title", None))
            .col(ColumnDef::new_with_type("story_points", story_points))
            .col(text(backend, "created_by", None))
            .col(json_null("place"))
            .index(&mut unique("tasks_unique_title_key", &["unique_title"]))
            .index(&mut unique("tasks_created_by_title_key", &["created_by", "title"]))
            .check(check("tasks_title_min_length_check", r#"length("title") >= 3"#))
            .check(check("tasks_title_max_length_check", r#"length("title") <= 64"#))
            .check(check(
                "tasks_severity_range_check",
                r#""severity" >= 0 AND "severity" <= 10"#,
            ))
            .check(check("tasks_type_choices_check", r#""type" IN ('todo', 'issue')"#))
            .check(check(
                "tasks_story_points_digits_check",
                r#""story_points" > -100000000 AND "story_points" < 100000000"#,
            ))
            .to_owned();
        manager.create_table(tasks).await?;
        manager.create_index(index("tasks", "severity")).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("tasks").to_owned()).await
    }

    // All or nothing on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
