//! Where a page begins: the rows that follow a given one in an order of several columns, directions and nulls.
//!
//! Nulls count as the greatest value, as `Dialect::order_by` sorts them. The comparison is lexicographic and nested,
//! `a > x OR (a = x AND (b > y OR ..))`; the outermost column's own bound, `a >= x`, stands before it where it can,
//! so that an index on that column is enough to find the page.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{Condition, Value};

use super::condition::column;
use crate::db::Dialect;
use crate::meta::{OrderColumn, Resource};

/// One column of the order, with the given row's value there; `None` is NULL.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Edge {
    pub(in crate::engine) column: OrderColumn,
    pub(in crate::engine) value: Option<Value>,
}

/// The rows after the given one; with `inclusive`, that row too.
pub(in crate::engine) fn after(resource: &Resource, dialect: Dialect, edges: &[Edge], inclusive: bool) -> Condition {
    let bind = |edge: &Edge| {
        let value = edge.value.clone()?;
        Some(dialect.bind(value, resource.fields[edge.column.field].storage))
    };
    let mut following: Option<Condition> = inclusive.then(Condition::all);
    for edge in edges.iter().rev() {
        let cell = || column(resource, edge.column.field);
        let nullable = resource.fields[edge.column.field].schema.nullable;
        let beyond = match (bind(edge), edge.column.descending) {
            (Some(value), true) => Some(Condition::all().add(cell().lt(value))),
            (Some(value), false) if nullable => Some(Condition::any().add(cell().gt(value)).add(cell().is_null())),
            (Some(value), false) => Some(Condition::all().add(cell().gt(value))),
            (None, true) => Some(Condition::all().add(cell().is_not_null())),
            (None, false) => None,
        };
        let same = match bind(edge) {
            Some(value) => cell().eq(value),
            None => cell().is_null(),
        };
        let tied = following.map(|following| Condition::all().add(same).add(following));
        following = Some(match (beyond, tied) {
            (Some(beyond), Some(tied)) => Condition::any().add(beyond).add(tied),
            (Some(condition), None) | (None, Some(condition)) => condition,
            (None, None) => Condition::all().add(Expr::val(1).eq(0)),
        });
    }
    let condition = following.unwrap_or_else(Condition::all);
    match edges.first().and_then(|first| bound(resource, bind(first), first)) {
        Some(bound) if edges.len() > 1 => Condition::all().add(bound).add(condition),
        _ => condition,
    }
}

/// What every row of the page meets in the first column, where one comparison can say it.
fn bound(resource: &Resource, value: Option<Expr>, first: &Edge) -> Option<Expr> {
    let nullable = resource.fields[first.column.field].schema.nullable;
    let cell = column(resource, first.column.field);
    match (value?, first.column.descending) {
        (value, true) => Some(cell.lte(value)),
        (value, false) if !nullable => Some(cell.gte(value)),
        (_, false) => None,
    }
}
