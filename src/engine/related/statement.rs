//! The statement that reads the rows of a relation, for all rows that have it.

use sea_orm::sea_query::{Expr, ExprTrait as _, Func, OverStatement as _, SelectStatement, WindowStatement};
use sea_orm::{Condition, Value};

use super::Hop;
use super::computed::{ComputedFields, ROW};
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
const NUMBER: &str = "#number";

/// How the column of a parent's value is called in the result.
fn parent_name(index: usize) -> String {
    format!("#{index}")
}

/// The related rows of all these links: the columns of `selection`, then those of the [parent](Hop::parent) and the computed fields. A list comes in
/// its order.
pub(super) fn related(
    dialect: Dialect,
    hop: &Hop,
    selection: &Selection,
    computed: &ComputedFields,
    links: &[&Link],
) -> SelectStatement {
    let (relation, target) = (hop.relation, hop.target);
    let (between, fields) = hop.parent();
    let order = if relation.many {
        order(relation, target)
    } else {
        Vec::new()
    };
    let inner = computed.inner(selection, &order);
    let mut rows = from(hop);
    rows.columns(inner.columns(target));
    for (index, field) in fields.iter().enumerate() {
        rows.expr_as(condition::column(between, *field), parent_name(index));
    }
    rows.cond_where(visible(dialect, hop));
    rows.cond_where(among(dialect, between, fields, links));
    let parents = (0..fields.len()).map(parent_name);
    if relation.many && links.len() > 1 {
        let limit = u64::from(relation.limit.unwrap_or(1));
        number_each(dialect, target, &mut rows, (between, fields), &order);
        let mut first = computed.around_with(target, selection, rows, parents);
        first
            .and_where(Expr::col((ROW, NUMBER)).lte(i64::try_from(limit).unwrap_or(i64::MAX)))
            .order_by((ROW, NUMBER), sea_orm::Order::Asc);
        return first;
    }
    if relation.many {
        select::order(target, dialect, &mut rows, &order);
        rows.limit(u64::from(relation.limit.unwrap_or(1)));
    }
    computed.around(dialect, target, selection, rows, parents, &order)
}

/// Numbers the rows of each parent.
fn number_each(
    dialect: Dialect,
    target: &'static Resource,
    rows: &mut SelectStatement,
    (between, fields): (&'static Resource, &[usize]),
    order: &[OrderColumn],
) {
    let mut window = WindowStatement::new();
    for field in fields {
        window.partition_by((between.table, between.fields[*field].column));
    }
    select::order(target, dialect, &mut window, order);
    rows.expr_window_as(Func::cust("ROW_NUMBER"), window, NUMBER);
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
pub(in crate::engine) fn among(dialect: Dialect, resource: &Resource, fields: &[usize], links: &[&Link]) -> Condition {
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
