//! Create tables.

use sea_orm_migration::prelude::*;
use warp_openapi::migration::{OnDelete, column, create_table, drop_table};

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_table("tasks")
            .column(column::uuid("id"))
            .column(
                column::text("title")
                    .length(64)
                    .check("tasks_title_min_length_check", r#"length("title") >= 3"#)
                    .check("tasks_title_max_length_check", r#"length("title") <= 64"#),
            )
            .column(column::timestamp_with_time_zone("done").null())
            .column(
                column::integer("severity")
                    .null()
                    .check("tasks_severity_range_check", r#""severity" >= 0 AND "severity" <= 10"#),
            )
            .column(
                column::text("type")
                    .null()
                    .check("tasks_type_choices_check", r#""type" IN ('todo', 'issue')"#),
            )
            .column(column::text("unique_title").null())
            .column(column::text("created_by").default(""))
            .column(column::json("place").null())
            .primary_key(["id"])
            .unique("tasks_unique_title_key", ["unique_title"])
            .unique("tasks_created_by_title_key", ["created_by", "title"])
            .index("tasks_severity_idx", ["severity"])
            .run(manager)
            .await?;
        create_table("comments")
            .column(column::big_integer("id").counted())
            .column(column::uuid("task_id"))
            .column(column::big_integer("answers").null())
            .column(column::text("author"))
            .column(column::timestamp_with_time_zone("at"))
            .column(
                column::text("text")
                    .length(2000)
                    .check("comments_text_min_length_check", r#"length("text") >= 1"#)
                    .check("comments_text_max_length_check", r#"length("text") <= 2000"#),
            )
            .column(column::text("link").null())
            .column(
                column::blob("picture")
                    .null()
                    .check("comments_picture_min_length_check", r#"length("picture") >= 1"#)
                    .check("comments_picture_max_length_check", r#"length("picture") <= 65536"#),
            )
            .column(column::boolean("markdown").default(true))
            .column(column::text("note").null())
            .primary_key(["id"])
            .index("comments_task_id_idx", ["task_id"])
            .index("comments_answers_idx", ["answers"])
            .foreign_key("comments_task_id_fkey", "task_id", "tasks", "id", OnDelete::Cascade)
            .foreign_key("comments_answers_fkey", "answers", "comments", "id", OnDelete::SetNull)
            .run(manager)
            .await?;
        create_table("watches")
            .column(column::uuid("task_id"))
            .column(
                column::text("user")
                    .length(32)
                    .check("watches_user_min_length_check", r#"length("user") >= 1"#)
                    .check("watches_user_max_length_check", r#"length("user") <= 32"#),
            )
            .column(
                column::text("url")
                    .length(500)
                    .check("watches_url_min_length_check", r#"length("url") >= 1"#)
                    .check("watches_url_max_length_check", r#"length("url") <= 500"#),
            )
            .column(
                column::text("secret")
                    .length(64)
                    .null()
                    .check("watches_secret_min_length_check", r#"length("secret") >= 16"#)
                    .check("watches_secret_max_length_check", r#"length("secret") <= 64"#),
            )
            .primary_key(["task_id", "user"])
            .foreign_key("watches_task_id_fkey", "task_id", "tasks", "id", OnDelete::Cascade)
            .run(manager)
            .await?;
        create_table("costs")
            .column(column::big_integer("id").counted())
            .column(column::uuid("task_id"))
            .column(column::date("day"))
            .column(
                column::integer("minutes")
                    .default(0)
                    .check("costs_minutes_range_check", r#""minutes" >= 0 AND "minutes" <= 1440"#)
                    .check("costs_minutes_multiple_check", r#""minutes" % 15 = 0"#),
            )
            .column(column::big_integer("amount"))
            .column(column::json("invoice").null())
            .primary_key(["id"])
            .index("costs_task_id_idx", ["task_id"])
            .foreign_key("costs_task_id_fkey", "task_id", "tasks", "id", OnDelete::Restrict)
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_table("costs").run(manager).await?;
        drop_table("watches").run(manager).await?;
        drop_table("comments").run(manager).await?;
        drop_table("tasks").run(manager).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
