//! The statement that reads the rows of a relation, for all rows that have it.

use sea_orm::sea_query::{Expr, ExprTrait as _, Func, OverStatement as _, Query, SelectStatement, WindowStatement};
use sea_orm::{Condition, Value};

use super::Hop;
use super::link::Link;
use crate::engine::statement::related::{rows as from, visible};
use crate::engine::statement::{Selection, condition, select};
use crate::meta::{OrderColumn, Relation, Resource};
use crate::sql::Dialect;

/// How many links one statement can have: less than there may be placeholders, and of several fields less than SQLite nests expressions
/// (<https://sqlite.org/limits.html>). Pages have less, unless they are declared to have more.
pub(super) const fn most_links(relation: &Relation) -> usize {
    match relation.own {
        [_] => 10_000,
        _ => 400,
    }
}

/// What the number of a row among those of one row is called.
const NUMBER: &str = "related_number";

/// How the column of a parent's value is called in the result.
fn parent_name(index: usize) -> String {
    format!("related_{index}")
}

/// The related rows of all these links: the columns of `selection`, then those of the [parent](Hop::parent). A list comes in its order.
pub(super) fn related(dialect: Dialect, hop: &Hop, selection: &Selection, links: &[&Link]) -> SelectStatement {
    let (relation, target) = (hop.relation, hop.target);
    let (between, fields) = hop.parent();
    let mut rows = from(hop);
    rows.columns(selection.columns(target));
    for (index, field) in fields.iter().enumerate() {
        rows.expr_as(condition::column(between, *field), parent_name(index));
    }
    rows.cond_where(visible(dialect, hop));
    rows.cond_where(among(dialect, between, fields, links));
    if !relation.many {
        return rows;
    }
    let limit = u64::from(relation.limit.unwrap_or(1));
    let order = order(relation, target);
    if links.len() == 1 {
        select::order(target, dialect, &mut rows, &order);
        rows.limit(limit);
        return rows;
    }
    first_of_each(dialect, (target, selection), rows, (between, fields), &order, limit)
}

/// Those of the rows that come first for their parent.
fn first_of_each(
    dialect: Dialect,
    (target, selection): (&'static Resource, &Selection),
    mut rows: SelectStatement,
    (between, fields): (&'static Resource, &[usize]),
    order: &[OrderColumn],
    limit: u64,
) -> SelectStatement {
    let mut window = WindowStatement::new();
    for field in fields {
        window.partition_by((between.table, between.fields[*field].column));
    }
    select::order(target, dialect, &mut window, order);
    rows.expr_window_as(Func::cust("ROW_NUMBER"), window, NUMBER);
    let mut first = Query::select();
    // The rows have the name of the table, so that columns are named as everywhere.
    first
        .columns(selection.columns(target))
        .columns((0..fields.len()).map(|index| (target.table.to_owned(), parent_name(index))))
        .from_subquery(rows, target.table)
        .and_where(Expr::col((target.table, NUMBER)).lte(i64::try_from(limit).unwrap_or(i64::MAX)))
        .order_by((target.table, NUMBER), sea_orm::Order::Asc);
    first
}

/// The order of a list, and the key, so that it is always the same.
fn order(relation: &Relation, target: &Resource) -> Vec<OrderColumn> {
    let mut order: Vec<OrderColumn> = relation.order_columns().collect();
    for field in 0..target.key {
        if order.iter().all(|column| column.field != field) {
            order.push(OrderColumn {
                field,
                descending: false,
            });
        }
    }
    order
}

/// The rows that have the values of one of the links.
fn among(dialect: Dialect, resource: &Resource, fields: &[usize], links: &[&Link]) -> Condition {
    let bind = |field: &usize, value: &Value| dialect.bind(value.clone(), resource.fields[*field].storage);
    let condition = match fields {
        [field] => {
            let mut values: Vec<Expr> = links
                .iter()
                .flat_map(|link| link.values())
                .map(|value| bind(field, value))
                .collect();
            match (values.pop(), values.is_empty()) {
                (Some(only), true) => condition::column(resource, *field).eq(only),
                (last, _) => condition::column(resource, *field).is_in(values.into_iter().chain(last)),
            }
        }
        fields => {
            return links.iter().fold(Condition::any(), |any, link| {
                let pairs = fields.iter().zip(link.values());
                any.add(pairs.fold(Condition::all(), |all, (field, value)| {
                    all.add(condition::column(resource, *field).eq(bind(field, value)))
                }))
            });
        }
    };
    Condition::all().add(condition)
}
