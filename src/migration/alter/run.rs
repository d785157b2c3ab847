//! Runs steps.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManagerConnection;

use super::connection::{Connection, refused};
use super::rebuild::{rebuild, unused};
use crate::schema::change::{Alteration, Step};
use crate::schema::model::{Check, Column, ColumnKind, Table, conversion};
use crate::sql::{self, ConstraintNames, Dialect, live_table};

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
            for statement in sql::create_table(connection.dialect, table) {
                connection.execute(&statement).await?;
            }
            Ok(())
        }
        Step::DropTable(dropped) => {
            let table = dropped.name();
            refuse_if_others_refer(connection, table).await?;
            connection.execute(&connection.dialect.drop_table(table)).await
        }
        Step::RenameTable { from, to } => rename_table(connection, from, to).await,
        Step::AlterTable { table, alterations } => alter_table(connection, table, alterations).await,
    }
}

/// Refuses indexes and new checks that name what is no column of their table: SQLite would take the names for texts.
pub(super) fn refuse_unknown(dialect: Dialect, table: &Table, is_new: impl Fn(&Check) -> bool) -> Result<(), DbErr> {
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

/// Where two names that differ in case alone are the same one, the new one is taken by the table itself: another one comes in between.
async fn rename_table(connection: Connection<'_>, from: &str, to: &str) -> Result<(), DbErr> {
    let mut from = from.to_owned();
    if from != to && connection.dialect.same_name(&from, to) {
        let between = unused(connection, &from).await?;
        connection
            .execute(&connection.dialect.rename_table(&from, &between))
            .await?;
        from = between;
    }
    connection.execute(&connection.dialect.rename_table(&from, to)).await
}

/// SQLite would delete the rows that refer to it, or leave them dangling.
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

/// Alters a table, one alteration after the other, until one needs a rebuild: that is done once for all that follow, up to the
/// next renamed column, which only the database's own statement renames in views, triggers and other tables too.
async fn alter_table(connection: Connection<'_>, table: &str, alterations: &[Alteration]) -> Result<(), DbErr> {
    let mut rest = alterations;
    while let [next, after @ ..] = rest {
        if in_place(connection, table, next).await? {
            rest = after;
            continue;
        }
        let renames = |alteration: &Alteration| matches!(alteration, Alteration::RenameColumn { .. });
        let end = rest.iter().position(renames).unwrap_or(rest.len());
        rebuild(connection, table, &rest[..end]).await?;
        rest = &rest[end..];
    }
    Ok(())
}

/// Whether an alteration could be made in place; then it is done.
async fn in_place(connection: Connection<'_>, table: &str, alteration: &Alteration) -> Result<bool, DbErr> {
    let dialect = connection.dialect;
    let there = match alteration {
        Alteration::AlterColumn { to: column, .. } => {
            let live = existing(connection, table).await?;
            let found = live.column(&column.name).ok_or_else(|| {
                refused(format!(
                    "the table `{table}` has no column `{}`, so it can't be altered",
                    column.name
                ))
            })?;
            refuse_conversion(table, found, column)?;
            Some(found.clone())
        }
        _ => None,
    };
    let names = names(connection, table, alteration).await?;
    let Some(statements) = dialect.alter(table, alteration, there.as_ref(), &names) else {
        return Ok(false);
    };
    for statement in statements {
        connection.execute(&statement).await?;
    }
    Ok(true)
}

/// The names that the alteration needs.
async fn names(connection: Connection<'_>, table: &str, alteration: &Alteration) -> Result<ConstraintNames, DbErr> {
    let mut names = ConstraintNames::default();
    let (Alteration::RenameConstraint { .. } | Alteration::SetPrimaryKey { .. } | Alteration::DropUnique(_)) =
        alteration
    else {
        return Ok(names);
    };
    for row in connection.query(connection.dialect.names(), vec![table.into()]).await? {
        let name: String = row.try_get("", "name")?;
        match row.try_get::<String>("", "what")?.as_str() {
            "p" => names.primary_key = Some(name),
            _ => names.indexes.push(name),
        }
    }
    Ok(names)
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
