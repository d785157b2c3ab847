//! The table of costs.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, date, integer, json_null, uuid};

use crate::{check, counted_key, foreign_key, index};

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let costs = Table::create()
            .table("costs")
            .col(counted_key("id"))
            .col(uuid("task_id"))
            .col(date("day"))
            .col(integer("minutes"))
            .col(big_integer("amount"))
            .col(json_null("invoice"))
            .foreign_key(&mut foreign_key(
                "costs",
                "task_id",
                "tasks",
                ForeignKeyAction::Restrict,
            ))
            .check(check(
                "costs_minutes_range_check",
                r#""minutes" >= 0 AND "minutes" <= 1440"#,
            ))
            .check(check("costs_minutes_multiple_check", r#""minutes" % 15 = 0"#))
            .to_owned();
        manager.create_table(costs).await?;
        manager.create_index(index("costs", "task_id")).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("costs").to_owned()).await
    }

    // All or nothing on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
