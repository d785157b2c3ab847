//! Statements that read.

use sea_orm::sea_query::{Asterisk, CaseStatement, Expr, Func, OrderedStatement, SelectStatement, SubQueryStatement};
use sea_orm::{Condition, Value};

use super::{Selection, Source, condition};
use crate::engine::owner::Owner;
use crate::engine::parse::order::{Sort, SortBy, SortValue, values};
use crate::meta::Resource;
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

/// What the value of an order that no column holds is called in the result, by its place among such values.
pub(in crate::engine) fn value_name(index: usize) -> String {
    format!("#order {index}")
}

/// Rows in an order, at most `limit`. The values of the order that no column holds come behind the selected columns.
pub(in crate::engine) fn page(
    resource: &Resource,
    dialect: Dialect,
    source: &Source,
    selection: &Selection,
    condition: Condition,
    order: &[Sort],
    limit: u64,
) -> SelectStatement {
    let mut select = source.select();
    select.columns(selection.columns(resource)).limit(limit);
    for (index, value) in values(order).enumerate() {
        select.expr_as(value.expression.clone(), value_name(index));
    }
    filter(&mut select, condition);
    // The names of results, so that each value is computed once.
    self::order(resource, dialect, &mut select, order, |index, _| {
        Expr::col(value_name(index))
    });
    select
}

/// Orders rows next by these columns; `value` is the expression of a value that none of them holds, by its place among such values.
pub(in crate::engine) fn order(
    resource: &Resource,
    dialect: Dialect,
    rows: &mut impl OrderedStatement,
    order: &[Sort],
    value: impl Fn(usize, &SortValue) -> Expr,
) {
    let mut values = 0;
    for sort in order {
        let nullable = sort.field(resource).schema.nullable;
        let expression = match &sort.by {
            SortBy::Column(field) => condition::column(resource, *field),
            SortBy::Value(sorted) => {
                values += 1;
                value(values - 1, sorted)
            }
        };
        dialect.order_by(rows, expression, sort.descending, nullable);
    }
}

/// How many rows meet the condition.
pub(in crate::engine) fn count(source: &Source, condition: Condition) -> SelectStatement {
    let mut select = source.select();
    select.expr(Func::count(Expr::col(Asterisk)));
    filter(&mut select, condition);
    select
}

/// How many rows meet the first condition, and how many of these the second.
pub(in crate::engine) fn counts(source: &Source, condition: Condition, second: Condition) -> SelectStatement {
    let mut select = count(source, condition);
    select.expr(Func::count(CaseStatement::new().case(second, 1)));
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
