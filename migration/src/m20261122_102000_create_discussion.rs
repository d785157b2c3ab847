//! The tables of comments and watchers.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, blob_null, boolean, timestamp_with_time_zone, uuid};
use sea_orm_migration::sea_orm::DbBackend;

use crate::{check, counted_key, foreign_key, index, text, text_null};

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        manager.create_table(comments(backend)).await?;
        manager.create_index(index("comments", "task_id")).await?;
        manager.create_index(index("comments", "answers")).await?;
        manager.create_table(watches(backend)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("watches").to_owned()).await?;
        manager.drop_table(Table::drop().table("comments").to_owned()).await
    }

    // All or nothing on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn comments(backend: DbBackend) -> TableCreateStatement {
    Table::create()
        .table("comments")
        .col(counted_key("id"))
        .col(uuid("task_id"))
        .col(big_integer_null("answers"))
        .col(text(backend, "author", None))
        .col(timestamp_with_time_zone("at"))
        .col(text(backend, "text", 2000))
        .col(text_null(backend, "link", None))
        .col(blob_null("picture"))
        .col(boolean("markdown"))
        .col(text_null(backend, "note", None))
        .foreign_key(&mut foreign_key(
            "comments",
            "task_id",
            "tasks",
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut foreign_key(
            "comments",
            "answers",
            "comments",
            ForeignKeyAction::SetNull,
        ))
        .check(check("comments_text_min_length_check", r#"length("text") >= 1"#))
        .check(check("comments_text_max_length_check", r#"length("text") <= 2000"#))
        .check(check("comments_picture_min_length_check", r#"length("picture") >= 1"#))
        .check(check(
            "comments_picture_max_length_check",
            r#"length("picture") <= 65536"#,
        ))
        .to_owned()
}

fn watches(backend: DbBackend) -> TableCreateStatement {
    Table::create()
        .table("watches")
        .col(uuid("task_id"))
        .col(text(backend, "user", 32))
        .col(text(backend, "url", 500))
        .col(text_null(backend, "secret", 64))
        .primary_key(Index::create().col("task_id").col("user"))
        .foreign_key(&mut foreign_key(
            "watches",
            "task_id",
            "tasks",
            ForeignKeyAction::Cascade,
        ))
        .check(check("watches_user_min_length_check", r#"length("user") >= 1"#))
        .check(check("watches_user_max_length_check", r#"length("user") <= 32"#))
        .check(check("watches_url_min_length_check", r#"length("url") >= 1"#))
        .check(check("watches_url_max_length_check", r#"length("url") <= 500"#))
        .check(check("watches_secret_min_length_check", r#"length("secret") >= 16"#))
        .check(check("watches_secret_max_length_check", r#"length("secret") <= 64"#))
        .to_owned()
}
