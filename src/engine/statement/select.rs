//! Statements that read.

use sea_orm::sea_query::{Asterisk, Expr, Func, Query, SelectStatement, SubQueryStatement};
use sea_orm::{Condition, Value};

use super::{Selection, condition};
use crate::db::Dialect;
use crate::meta::{OrderColumn, Resource};

/// The row with this key.
pub(in crate::engine) fn one(
    resource: &Resource,
    dialect: Dialect,
    selection: &Selection,
    key: &[Value],
) -> SelectStatement {
    let mut select = rows(resource, selection);
    select.cond_where(condition::key(resource, dialect, key));
    select
}

/// Rows in an order, at most `limit`.
pub(in crate::engine) fn page(
    resource: &Resource,
    dialect: Dialect,
    selection: &Selection,
    condition: Condition,
    order: &[OrderColumn],
    limit: u64,
) -> SelectStatement {
    let mut select = rows(resource, selection);
    select.limit(limit);
    filter(&mut select, condition);
    for column in order {
        let field = &resource.fields[column.field];
        dialect.order_by(
            &mut select,
            Expr::col(field.column),
            column.descending,
            field.schema.nullable,
        );
    }
    select
}

/// How many rows meet the condition.
pub(in crate::engine) fn count(resource: &Resource, condition: Condition) -> SelectStatement {
    let mut select = Query::select();
    select.expr(Func::count(Expr::col(Asterisk))).from(resource.table);
    filter(&mut select, condition);
    select
}

/// Adds that count as the last column of a page: one statement, one round trip, and both see the same rows.
pub(in crate::engine) fn add_total(select: &mut SelectStatement, count: SelectStatement) {
    let count = SubQueryStatement::SelectStatement(count);
    select.expr(Expr::SubQuery(None, Box::new(count)));
}

/// One row if any meets the condition.
pub(in crate::engine) fn any(resource: &Resource, condition: Condition) -> SelectStatement {
    let mut select = Query::select();
    select.expr(Expr::val(1)).from(resource.table).limit(1);
    filter(&mut select, condition);
    select
}

fn rows(resource: &Resource, selection: &Selection) -> SelectStatement {
    let mut select = Query::select();
    select.columns(selection.columns(resource)).from(resource.table);
    select
}

/// `WHERE`, unless there is nothing to say.
fn filter(select: &mut SelectStatement, condition: Condition) {
    if !condition.is_empty() {
        select.cond_where(condition);
    }
}
