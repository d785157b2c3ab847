//! Statements that change rows.

use sea_orm::Value;
use sea_orm::sea_query::{Query, UpdateStatement};

use super::{Selection, condition};
use crate::meta::Resource;
use crate::sql::Dialect;

/// Sets some fields of the row with these values of its [lookup fields](Resource::lookup_fields), and returns it.
pub(in crate::engine) fn one(
    resource: &Resource,
    dialect: Dialect,
    selection: &Selection,
    lookup: &[Value],
    values: Vec<(usize, Value)>,
) -> UpdateStatement {
    let mut update = Query::update();
    update
        .table(resource.table)
        .cond_where(condition::lookup(resource, dialect, lookup))
        .returning(Query::returning().columns(selection.columns(resource)));
    for (index, value) in values {
        let field = &resource.fields[index];
        update.value(field.column, dialect.bind(value, field.storage));
    }
    update
}
