//! What migrations are written with: tables that are created, altered, renamed and dropped in the same words on every database.
//!
//! `migrate new --auto` writes these calls; they may be written by hand just as well, beside sea-orm-migration's own. On SQLite, which
//! can't alter most of a table, [`alter_table`] rebuilds it and copies its rows.
//!
//! # Examples
//!
//! ```no_run
//! use sea_orm_migration::prelude::*;
//! use warp_openapi::migration::{OnDelete, alter_table, column, create_table, drop_table};
//!
//! # async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
//! create_table("projects")
//!     .column(column::big_integer("id").counted())
//!     .column(column::text("title").length(64))
//!     .primary_key(["id"])
//!     .unique("projects_title_key", ["title"])
//!     .run(manager)
//!     .await?;
//! alter_table("tasks")
//!     .add_column(
//!         column::integer("severity")
//!             .null()
//!             .check("tasks_severity_range_check", r#""severity" >= 0"#),
//!     )
//!     .add_column(column::big_integer("project").null())
//!     .add_foreign_key("tasks_project_fkey", "project", "projects", "id", OnDelete::Cascade)
//!     .add_index("tasks_project_idx", ["project"])
//!     .run(manager)
//!     .await
//! # }
//! ```

mod alter_table;
/// Columns of each type: `column::text("title").length(64)`.
pub mod column;
mod column_names;
mod create_table;
mod run;
pub(crate) mod runner;
#[cfg(feature = "codegen")]
mod source;
mod step;
mod types;

#[cfg(test)]
#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod tests;

pub use self::alter_table::{AlterTable, alter_table};
pub use self::column_names::ColumnNames;
pub use self::create_table::{CreateTable, DropTable, RenameTable, create_table, drop_table, rename_table};
pub use self::run::{differences, down, up};
pub use self::runner::MigrationError;
#[cfg(feature = "codegen")]
pub(crate) use self::source::{Source, render};
pub use self::types::{decimal, text};

use crate::meta;
use crate::schema::model::{ForeignKey, Index};

/// What becomes of the rows that point at a deleted row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDelete {
    /// They are deleted too.
    Cascade,
    /// Their columns become NULL.
    SetNull,
    /// The deletion is refused.
    Restrict,
    /// The deletion is refused if they are still there at the end of the statement. Declarations don't ask for it; databases made by
    /// others have it, since it is SQL's default.
    NoAction,
}

fn index<S: Into<String>>(name: impl Into<String>, columns: impl IntoIterator<Item = S>) -> Index {
    Index {
        name: name.into(),
        columns: columns.into_iter().map(Into::into).collect(),
    }
}

fn foreign_key(
    name: impl Into<String>,
    columns: impl Into<ColumnNames>,
    table: impl Into<String>,
    targets: impl Into<ColumnNames>,
    on_delete: OnDelete,
) -> ForeignKey {
    ForeignKey {
        name: name.into(),
        columns: columns.into().into_names(),
        table: table.into(),
        targets: targets.into().into_names(),
        on_delete: match on_delete {
            OnDelete::Cascade => meta::OnDelete::Cascade,
            OnDelete::SetNull => meta::OnDelete::SetNull,
            OnDelete::Restrict | OnDelete::NoAction => meta::OnDelete::Restrict,
        },
        no_action: on_delete == OnDelete::NoAction,
    }
}
