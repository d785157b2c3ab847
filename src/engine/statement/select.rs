//! Statements that read.

use sea_orm::sea_query::{Asterisk, Expr, ExprTrait as _, Func, Query, SelectStatement, SubQueryStatement};
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
    self::order(resource, dialect, &mut select, order, condition::column);
    select
}

/// Orders rows next by these columns.
pub(in crate::engine) fn order(
    resource: &Resource,
    dialect: Dialect,
    select: &mut SelectStatement,
    order: &[OrderColumn],
    name: condition::Name,
) {
    for column in order {
        let nullable = resource.fields[column.field].schema.nullable;
        dialect.order_by(select, name(resource, column.field), column.descending, nullable);
    }
}

/// The rows that another statement over the table finds, whatever it joins, groups or limits: each once.
pub(in crate::engine) fn among(resource: &Resource, mut theirs: SelectStatement) -> Expr {
    let mut bare = theirs.clone();
    bare.reset_limit().reset_offset().clear_order_by();
    let keys = resource.key_fields().iter().map(|field| field.column);
    let found = if bare == theirs {
        theirs.clear_selects();
        theirs.columns(keys.clone().map(|key| (resource.table, key)));
        theirs
    } else {
        // Which rows come first may depend on all that it selects.
        let mut found = Query::select();
        found.columns(keys.clone()).from_subquery(theirs, "found");
        found
    };
    let mut keys: Vec<Expr> = keys.map(Expr::col).collect();
    match (keys.pop(), keys.is_empty()) {
        (Some(key), true) => key.in_subquery(found),
        (last, _) => Expr::tuple(keys.into_iter().chain(last)).in_subquery(found),
    }
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
