//! Statements that read.

use sea_orm::sea_query::{Asterisk, Expr, Func, OrderedStatement, SelectStatement, SubQueryStatement};
use sea_orm::{Condition, Value};

use super::{Selection, Source, condition};
use crate::engine::owner::Owner;
use crate::meta::{OrderColumn, Resource};
use crate::sql::Dialect;

/// The row with these values of its [lookup fields](Owner::lookup_fields).
pub(in crate::engine) fn one(
    resource: &Resource,
    dialect: Dialect,
    selection: &Selection,
    owner: &Owner,
    lookup: &[Value],
) -> SelectStatement {
    let mut select = Source::table(resource).select();
    select.columns(selection.columns(resource));
    select.cond_where(condition::of(resource, owner.lookup_fields(resource), dialect, lookup));
    select
}

/// Rows in an order, at most `limit`.
pub(in crate::engine) fn page(
    resource: &Resource,
    dialect: Dialect,
    source: &Source,
    selection: &Selection,
    condition: Condition,
    order: &[OrderColumn],
    limit: u64,
) -> SelectStatement {
    let mut select = source.select();
    select.columns(selection.columns(resource)).limit(limit);
    filter(&mut select, condition);
    self::order(resource, dialect, &mut select, order);
    select
}

/// Orders rows next by these columns.
pub(in crate::engine) fn order(
    resource: &Resource,
    dialect: Dialect,
    rows: &mut impl OrderedStatement,
    order: &[OrderColumn],
) {
    for column in order {
        let nullable = resource.fields[column.field].schema.nullable;
        dialect.order_by(
            rows,
            condition::column(resource, column.field),
            column.descending,
            nullable,
        );
    }
}

/// How many rows meet the condition.
pub(in crate::engine) fn count(source: &Source, condition: Condition) -> SelectStatement {
    let mut select = source.select();
    select.expr(Func::count(Expr::col(Asterisk)));
    filter(&mut select, condition);
    select
}

/// Adds that count as the last column of a page: one statement, one round trip, and both see the same rows.
pub(in crate::engine) fn add_total(select: &mut SelectStatement, count: SelectStatement) {
    let count = SubQueryStatement::SelectStatement(count);
    select.expr(Expr::SubQuery(None, Box::new(count)));
}

/// One row if any meets the condition.
pub(in crate::engine) fn any(source: &Source, condition: Condition) -> SelectStatement {
    let mut select = source.select();
    select.expr(Expr::val(1)).limit(1);
    filter(&mut select, condition);
    select
}

/// Adds `WHERE`, unless the condition is empty.
fn filter(select: &mut SelectStatement, condition: Condition) {
    if !condition.is_empty() {
        select.cond_where(condition);
    }
}
