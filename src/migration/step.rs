//! Runs steps.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManagerConnection;

use crate::schema::change::Step;
use crate::sql::{Connection, create_table, drop_table, refuse_unknown, refused};

/// Runs a step, as part of whatever transaction the connection is in.
///
/// # Errors
///
/// When the database refuses it; on SQLite also when the table has what a rebuild would lose, when other tables refer to it while foreign
/// keys are enforced, or when rows break one afterwards.
pub(crate) async fn run(connection: &SchemaManagerConnection<'_>, step: &Step) -> Result<(), DbErr> {
    let connection = Connection::of(connection)?;
    match step {
        Step::CreateTable(table) => {
            refuse_unknown(connection.dialect, table, |_| true)?;
            for statement in create_table(connection.dialect, table) {
                connection.execute(&statement).await?;
            }
            Ok(())
        }
        Step::DropTable(dropped) => {
            let table = dropped.name();
            refuse_if_others_refer(connection, table).await?;
            connection.execute(&drop_table(table)).await
        }
        Step::RenameTable { from, to } => connection.dialect.rename_table(connection, from, to).await,
        Step::AlterTable { table, alterations } => {
            let dialect = connection.dialect;
            dialect.alter_table(connection, table, alterations).await
        }
    }
}

/// Refuses to drop a table that others refer to, where the database would delete the rows that do or leave them dangling.
async fn refuse_if_others_refer(connection: Connection<'_>, table: &str) -> Result<(), DbErr> {
    let Some(query) = connection.dialect.referring(table) else {
        return Ok(());
    };
    let names = connection.texts(&query, "name").await?;
    match names.into_iter().find(|name| !name.eq_ignore_ascii_case(table)) {
        None => Ok(()),
        Some(other) => Err(refused(format!(
            "the table `{table}` can't be dropped: `{other}` refers to it; drop that table or its foreign key first"
        ))),
    }
}
