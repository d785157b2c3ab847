//! What the dialects need to alter the tables of a database.

use sea_orm::DbErr;

use super::Dialect;
use super::connection::{Connection, refused};
use super::live::live_table;
use crate::schema::change::Alteration;
use crate::schema::model::{Check, Column, ColumnKind, Table, conversion};

/// The names of a table's constraints and indexes that its catalogue lacks, and statements need.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ConstraintNames {
    /// The name of the primary key's constraint, where it has one.
    pub(crate) primary_key: Option<String>,
    /// The names of indexes that belong to no constraint.
    pub(crate) indexes: Vec<String>,
}

impl ConstraintNames {
    /// Whether an index of this name belongs to no constraint.
    pub(super) fn has_index(&self, name: &str) -> bool {
        self.indexes.iter().any(|index| index == name)
    }

    /// Those that the alteration needs. `query` has one parameter, the name of a table, and gives rows of `what`, which is `p` for the
    /// primary key and `i` for an index without a constraint, and `name`.
    pub(super) async fn of(
        connection: Connection<'_>,
        query: &str,
        table: &str,
        alteration: &Alteration,
    ) -> Result<Self, DbErr> {
        let mut names = Self::default();
        let (Alteration::RenameConstraint { .. } | Alteration::SetPrimaryKey { .. } | Alteration::DropUnique(_)) =
            alteration
        else {
            return Ok(names);
        };
        for row in connection.query(query, vec![table.into()]).await? {
            let name: String = row.try_get("", "name")?;
            match row.try_get::<String>("", "what")?.as_str() {
                "p" => names.primary_key = Some(name),
                _ => names.indexes.push(name),
            }
        }
        Ok(names)
    }
}

/// The column that an alteration changes, as it is; `None` for other alterations.
///
/// # Errors
///
/// When there is none, or none of its values has its like in the new type.
pub(super) async fn altered_column(
    connection: Connection<'_>,
    table: &str,
    alteration: &Alteration,
) -> Result<Option<Column>, DbErr> {
    let Alteration::AlterColumn { to: column, .. } = alteration else {
        return Ok(None);
    };
    let live = existing(connection, table).await?;
    let found = live.column(&column.name).ok_or_else(|| {
        refused(format!(
            "the table `{table}` has no column `{}`, so it can't be altered",
            column.name
        ))
    })?;
    refuse_conversion(table, found, column)?;
    Ok(Some(found.clone()))
}

/// The table as it is.
pub(super) async fn existing(connection: Connection<'_>, table: &str) -> Result<Table, DbErr> {
    live_table(connection.inner, table)
        .await?
        .ok_or_else(|| refused(format!("there is no table `{table}`, so it can't be altered")))
}

/// Refuses to change a column to a type that has no like for any of its values.
pub(super) fn refuse_conversion(table: &str, there: &Column, column: &Column) -> Result<(), DbErr> {
    let (ColumnKind::Stored { storage: from, .. }, ColumnKind::Stored { storage: to, .. }) =
        (&there.kind, &column.kind)
    else {
        return Ok(());
    };
    if conversion(*from, *to).is_some() {
        return Ok(());
    }
    Err(refused(format!(
        "`{table}.{}` can't be changed from {from:?} to {to:?}: no value of the one has its like in the other; drop the column and add another",
        column.name
    )))
}

/// Refuses indexes and new checks that name what is no column of their table: where they are taken for texts.
pub(crate) fn refuse_unknown(dialect: Dialect, table: &Table, is_new: impl Fn(&Check) -> bool) -> Result<(), DbErr> {
    if !dialect.takes_names_for_texts() {
        return Ok(());
    }
    let mut checks = table.checks.iter().filter(|check| is_new(check));
    if let Some((check, name)) = checks.find_map(|check| Some((&check.name, check.unknown_name(table)?))) {
        return Err(refused(format!(
            "the check `{check}` of `{}` names `{name}`, which is no column there; write texts in single quotes",
            table.name
        )));
    }
    let is_column = |name: &str| table.columns.iter().any(|column| dialect.same_name(&column.name, name));
    for index in &table.indexes {
        if let Some(name) = index.columns.iter().find(|name| !is_column(name)) {
            return Err(refused(format!(
                "the index `{}` names `{name}`, which is no column of `{}`",
                index.name, table.name
            )));
        }
    }
    Ok(())
}
