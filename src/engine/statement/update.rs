//! Statements that change rows.

use sea_orm::sea_query::{Query, UpdateStatement};
use sea_orm::{Condition, Value};

use super::Selection;
use crate::meta::Resource;
use crate::sql::Dialect;

/// Sets some fields of the row that meets a condition, and returns it.
pub(in crate::engine) fn one(
    resource: &Resource,
    dialect: Dialect,
    selection: &Selection,
    row: Condition,
    values: Vec<(usize, Value)>,
) -> UpdateStatement {
    let mut update = Query::update();
    update
        .table(resource.table)
        .cond_where(row)
        .returning(Query::returning().columns(selection.columns(resource)));
    for (index, value) in values {
        let field = &resource.fields[index];
        update.value(field.column, dialect.bind(value, field.storage));
    }
    update
}
