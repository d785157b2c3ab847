//! Predicates to SQL conditions.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{Condition, Value};

use super::related;
use crate::engine::parse::Predicate;
use crate::engine::parse::filter::Comparison;
use crate::meta::{Field, Resource};
use crate::sql::Dialect;

/// The column of a field, with its table's name: the statement may have other tables, and SQLite reads an unknown name alone as a
/// text (<https://sqlite.org/quirks.html>, section 8).
pub(in crate::engine) fn column(resource: &Resource, field: usize) -> Expr {
    of_table(resource, &resource.fields[field])
}

fn of_table(resource: &Resource, field: &Field) -> Expr {
    Expr::col((resource.table, field.column))
}

/// The row with these values of its [lookup fields](Resource::lookup_fields). A missing value is null and matches no row, so the owner can't be
/// forgotten.
pub(in crate::engine) fn lookup(resource: &Resource, dialect: Dialect, lookup: &[Value]) -> Condition {
    of(resource, resource.lookup_fields(), dialect, lookup)
}

/// The row with these values of its key and, where rows have one, of its owner.
pub(in crate::engine) fn key(resource: &Resource, dialect: Dialect, key: &[Value]) -> Condition {
    of(
        resource,
        resource.key_fields().iter().chain(resource.owner_field()),
        dialect,
        key,
    )
}

/// The rows with these values of some fields.
pub(in crate::engine) fn of(
    resource: &Resource,
    fields: impl IntoIterator<Item = &'static Field>,
    dialect: Dialect,
    values: &[Value],
) -> Condition {
    let mut values = values.iter();
    fields.into_iter().fold(Condition::all(), |condition, field| {
        let value = values.next().cloned().unwrap_or_else(|| field.storage.null());
        condition.add(of_table(resource, field).eq(dialect.bind(value, field.storage)))
    })
}

/// The rows that meet all predicates.
pub(in crate::engine) fn all(resource: &Resource, dialect: Dialect, predicates: &[Predicate]) -> Condition {
    let mut condition = Condition::all();
    for predicate in predicates {
        condition = condition.add(one(resource, dialect, predicate));
    }
    condition
}

fn one(resource: &Resource, dialect: Dialect, predicate: &Predicate) -> Condition {
    let bind = |field: usize, value: &Value| dialect.bind(value.clone(), resource.fields[field].storage);
    let bind_all =
        |field: usize, values: &[Value]| -> Vec<Expr> { values.iter().map(|value| bind(field, value)).collect() };
    let expression = match predicate {
        Predicate::AnyOf(field, values) => match &values[..] {
            [value] => column(resource, *field).eq(bind(*field, value)),
            values => column(resource, *field).is_in(bind_all(*field, values)),
        },
        Predicate::NoneOf { field, values, .. } => match &values[..] {
            [value] => column(resource, *field).ne(bind(*field, value)),
            values => column(resource, *field).is_not_in(bind_all(*field, values)),
        },
        Predicate::Compare(field, comparison, value) => {
            let (column, value) = (column(resource, *field), bind(*field, value));
            match comparison {
                Comparison::Less => column.lt(value),
                Comparison::LessOrEqual => column.lte(value),
                Comparison::Greater => column.gt(value),
                Comparison::GreaterOrEqual => column.gte(value),
            }
        }
        Predicate::Null(field, true) => column(resource, *field).is_null(),
        Predicate::Null(field, false) => column(resource, *field).is_not_null(),
        Predicate::Contains(field, text) => dialect.contains_ignoring_case(column(resource, *field), text),
        Predicate::Starts(field, text) => dialect.starts_ignoring_case(column(resource, *field), text),
        Predicate::Search { fields, text } => {
            return fields.iter().fold(Condition::any(), |condition, field| {
                condition.add(dialect.contains_ignoring_case(column(resource, *field), text))
            });
        }
        Predicate::Related(path, predicate) => return related::any(resource, dialect, path, predicate),
        Predicate::Any(predicates) => {
            return predicates.iter().fold(Condition::any(), |condition, predicate| {
                condition.add(one(resource, dialect, predicate))
            });
        }
        Predicate::Rows(hop, count) => return related::counted(resource, dialect, hop, *count),
        Predicate::None => Expr::val(1).eq(0),
        Predicate::Custom(condition) => return condition.clone(),
    };
    expression.into()
}

/// One value, or several as a row value (SQL: `(a, b)`).
pub(in crate::engine) fn row(values: impl Iterator<Item = Expr>) -> Expr {
    let mut values: Vec<Expr> = values.collect();
    match (values.pop(), values.is_empty()) {
        (Some(only), true) => only,
        (last, _) => Expr::tuple(values.into_iter().chain(last)),
    }
}
