//! Statements that create rows.

use sea_orm::sea_query::{Expr, InsertStatement, Query};

use super::Selection;
use crate::db::Dialect;
use crate::engine::parse::body::Record;
use crate::error::Error;
use crate::meta::Resource;

/// The fields whose values we give; the database counts the others up.
pub(in crate::engine) fn fields(resource: &Resource) -> impl Iterator<Item = usize> {
    (0..resource.fields.len()).filter(|index| !resource.fields[*index].auto_increment)
}

/// One row for each record; all of them are returned.
///
/// # Errors
///
/// [`Error::Internal`] if a declared default isn't of its field's type.
pub(in crate::engine) fn many(
    resource: &Resource,
    dialect: Dialect,
    selection: &Selection,
    records: impl Iterator<Item = Record>,
) -> Result<InsertStatement, Error> {
    let mut insert = Query::insert();
    insert
        .into_table(resource.table)
        .columns(fields(resource).map(|index| resource.fields[index].column))
        .returning(Query::returning().columns(selection.columns(resource)))
        // For a table that has nothing but a counted key.
        .or_default_values();
    for mut record in records {
        let values = fields(resource).map(|index| {
            let value = record.take(resource, index)?;
            Ok(dialect.bind(value, resource.fields[index].storage))
        });
        let values: Vec<Expr> = values.collect::<Result<_, Error>>()?;
        insert.values(values).map_err(Error::internal)?;
    }
    Ok(insert)
}
