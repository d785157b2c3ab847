//! The tables of a database as its catalogue describes them. `live` makes the data model of them.

use sea_orm::{ConnectionTrait as _, DatabaseExecutor, DbErr, QueryResult, Statement, TryGetable, Value};

use crate::meta::OnDelete;
use crate::schema::model::Unmanaged;

/// A table as its database describes it.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) name: String,
    pub(crate) columns: Vec<FoundColumn>,
    pub(crate) primary_key: Vec<String>,
    pub(crate) uniques: Vec<FoundIndex>,
    pub(crate) indexes: Vec<FoundIndex>,
    pub(crate) checks: Vec<FoundCheck>,
    pub(crate) foreign_keys: Vec<FoundKey>,
    /// The names of indexes that couldn't be built.
    pub(crate) invalid_indexes: Vec<String>,
    pub(crate) unmanaged: Vec<Unmanaged>,
}

#[derive(Debug)]
pub(crate) struct FoundColumn {
    pub(crate) name: String,
    /// Its type, with the collation if that matters.
    pub(crate) kind: String,
    pub(crate) nullable: bool,
    /// The expression of its default.
    pub(crate) default: Option<String>,
    pub(crate) counted: bool,
}

#[derive(Debug)]
pub(crate) struct FoundIndex {
    /// Its name, if it has one.
    pub(crate) name: Option<String>,
    pub(crate) columns: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct FoundCheck {
    pub(crate) name: Option<String>,
    /// The columns that it belongs to, if the catalogue names any.
    pub(crate) columns: Vec<String>,
    pub(crate) condition: String,
}

#[derive(Debug)]
pub(crate) struct FoundKey {
    pub(crate) name: Option<String>,
    pub(crate) columns: Vec<String>,
    pub(crate) table: String,
    pub(crate) targets: Vec<String>,
    pub(crate) on_delete: OnDelete,
    /// Whether it restricts at the end of the statement only.
    pub(crate) no_action: bool,
}

/// Runs a query whose only parameter is a table's name or NULL.
pub(super) async fn rows(
    connection: &DatabaseExecutor<'_>,
    sql: &str,
    name: Option<&str>,
) -> Result<Vec<QueryResult>, DbErr> {
    let values = [Value::String(name.map(str::to_owned))];
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    connection.query_all_raw(statement).await
}

pub(super) fn cell<T: TryGetable>(row: &QueryResult, column: &str) -> Result<T, DbErr> {
    row.try_get("", column)
}

/// The table that a row is about; `None` if another program has created it in the meantime.
pub(super) fn table<'t>(tables: &'t mut [Found], row: &QueryResult) -> Result<Option<&'t mut Found>, DbErr> {
    let name: String = cell(row, "of_table")?;
    Ok(tables.iter_mut().find(|table| table.name == name))
}

/// Whether no name is duplicated: declarations name each column of a foreign key once.
pub(super) fn are_distinct(columns: &[String]) -> bool {
    columns
        .iter()
        .enumerate()
        .all(|(at, column)| !columns[..at].contains(column))
}

/// What happens to a row when the one that it refers to is deleted or changed; `None` for what declarations can't ask for.
pub(super) fn action(word: &str) -> Option<OnDelete> {
    match word {
        "CASCADE" => Some(OnDelete::Cascade),
        "SET NULL" => Some(OnDelete::SetNull),
        "RESTRICT" | "NO ACTION" => Some(OnDelete::Restrict),
        _ => None,
    }
}
