//! Predicates to SQL conditions.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{Condition, Value};

use super::{Shape, related};
use crate::engine::parse::Predicate;
use crate::engine::parse::filter::{Comparison, Test};
use crate::meta::{Field, Resource};
use crate::sql::Dialect;
use crate::types::Storage;

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

/// Adds what decides the text of [`all`], and the values that it binds; `None` where its text depends on more.
pub(in crate::engine) fn shape(
    resource: &Resource,
    dialect: Dialect,
    predicates: &[Predicate],
    shape: &mut Shape,
) -> Option<()> {
    shape.part(predicates.len());
    for predicate in predicates {
        let Predicate::Field(field, test) = predicate else {
            return None;
        };
        let (kind, values) = match test {
            Test::AnyOf(values) => (0, &values[..]),
            Test::NoneOf { values, .. } => (1, &values[..]),
            Test::Null(true) => (2, &[][..]),
            Test::Null(false) => (3, &[][..]),
            Test::Compare(comparison, value) => (4 + *comparison as usize, std::slice::from_ref(value)),
            Test::Contains(_) | Test::Starts(_) => return None,
        };
        if !dialect.binds_plainly(resource.fields[*field].storage) {
            return None;
        }
        shape.list([*field, kind, values.len()].into_iter());
        for value in values {
            shape.value(value.clone(), 1);
        }
    }
    Some(())
}

fn one(resource: &Resource, dialect: Dialect, predicate: &Predicate) -> Condition {
    let expression = match predicate {
        Predicate::Field(field, test) => {
            passes(column(resource, *field), dialect, resource.fields[*field].storage, test)
        }
        Predicate::Computed(operand, test) => passes(operand.expression.clone(), dialect, operand.field.storage, test),
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

/// Whether an expression of this storage passes a test.
fn passes(value: Expr, dialect: Dialect, storage: Storage, test: &Test) -> Expr {
    let bind = |value: &Value| dialect.bind(value.clone(), storage);
    match test {
        Test::AnyOf(values) => match &values[..] {
            [one] => value.eq(bind(one)),
            values => value.is_in(values.iter().map(bind)),
        },
        Test::NoneOf { values, .. } => match &values[..] {
            [one] => value.ne(bind(one)),
            values => value.is_not_in(values.iter().map(bind)),
        },
        Test::Compare(comparison, other) => match comparison {
            Comparison::Less => value.lt(bind(other)),
            Comparison::LessOrEqual => value.lte(bind(other)),
            Comparison::Greater => value.gt(bind(other)),
            Comparison::GreaterOrEqual => value.gte(bind(other)),
        },
        Test::Null(true) => value.is_null(),
        Test::Null(false) => value.is_not_null(),
        Test::Contains(text) => dialect.contains_ignoring_case(value, text),
        Test::Starts(text) => dialect.starts_ignoring_case(value, text),
    }
}
