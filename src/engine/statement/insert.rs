//! Statements that create rows.

use sea_orm::sea_query::{Expr, InsertStatement, Query, Values};

use super::Selection;
use crate::db::Executor;
use crate::engine::parse::body::Record;
use crate::error::{Conflict, Error};
use crate::meta::{Field, Resource};
use crate::sql::{Dialect, Sql};

/// The fields that the statement sets; the others are auto-incremented by the database.
pub(in crate::engine) fn fields(resource: &Resource) -> impl Iterator<Item = usize> {
    (0..resource.fields.len()).filter(|index| !resource.fields[*index].auto_increment)
}

/// One row for each record; all of them are returned.
///
/// # Errors
///
/// [`Error::Internal`] if a declared default isn't of its field's type, or a record sets an auto-incremented field.
pub(in crate::engine) fn many(
    resource: &'static Resource,
    dialect: Dialect,
    selection: &Selection,
    records: impl Iterator<Item = Record>,
) -> Result<InsertStatement, Error> {
    let mut insert = Query::insert();
    insert
        .into_table(resource.table)
        .columns(fields(resource).map(|index| resource.fields[index].column))
        .returning(Query::returning().exprs(returned(resource, dialect, selection)))
        // For a table that has nothing but an auto-incremented key.
        .or_default_values();
    for mut record in records {
        refuse_counted(resource, &record)?;
        let values = fields(resource).map(|index| {
            let value = record.take(resource, index)?;
            Ok(dialect.bind(value, resource.fields[index].storage))
        });
        let values: Vec<Expr> = values.collect::<Result<_, Error>>()?;
        insert.values(values).map_err(Error::internal)?;
    }
    Ok(insert)
}

/// What the statement returns of each row.
pub(in crate::engine) fn returned(
    resource: &'static Resource,
    dialect: Dialect,
    selection: &Selection,
) -> impl Iterator<Item = Expr> {
    selection.fields().map(move |index| {
        let field = &resource.fields[index];
        let column = Expr::col((resource.table, field.column));
        if field.auto_increment {
            dialect.counted_key(column, field.storage)
        } else {
            column
        }
    })
}

/// The error of an insert of so many rows, or that the table's counter is exhausted, if that is the reason.
pub(in crate::engine) async fn failure(
    database: &dyn Executor,
    resource: &Resource,
    rows: usize,
    error: Error,
) -> Error {
    let Some(spent) = database.dialect().counter_is_spent().filter(|_| resource.counts_keys()) else {
        return error;
    };
    if matches!(error, Error::Conflict(_)) {
        return error;
    }
    let exhausted = database.query(Sql {
        text: spent.to_owned(),
        values: Values(vec![
            resource.table.into(),
            i64::try_from(rows).unwrap_or(i64::MAX).into(),
        ]),
    });
    match exhausted.await {
        Ok(rows) if !rows.is_empty() => Error::Conflict(Conflict::CounterExhausted),
        _ => error,
    }
}

/// Refuses a value of an auto-incremented field, which only functions of the application can set.
pub(in crate::engine) fn refuse_counted(resource: &Resource, record: &Record) -> Result<(), Error> {
    let counted =
        |(index, field): (usize, &'static Field)| (field.auto_increment && record.gives(index)).then_some(field);
    match resource.fields.iter().enumerate().find_map(counted) {
        None => Ok(()),
        Some(field) => Err(Error::internal(format!(
            "resource `{}`: a hook or handler sets `{}` of a new row, which the database counts up; leave it out",
            resource.name, field.name,
        ))),
    }
}
