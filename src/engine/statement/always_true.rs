//! Conditions that every row meets. They exclude nothing, so a request that changes all matching rows needs another filter beside them.
//!
//! For the crate's own predicates the answer is exact: a condition that isn't found here excludes some row that the table can hold.
//! Conditions of the application may be any SQL, of which only simple ones are found.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use sea_orm::sea_query::{BinOper, ColumnRef, Expr, Keyword, UnOper};
use sea_orm::{Condition, Value};
use uuid::Uuid;

use crate::engine::parse::Predicate;
use crate::engine::parse::filter::{Comparison, Count, MANY_ROWS, Test};
use crate::meta::{Field, Resource};
use crate::sql::matches_every_text;
use crate::types::{Choices, Number, Storage};

/// Whether every row that the resource can hold meets all of these predicates.
pub(in crate::engine) fn all_hold(resource: &Resource, predicates: &[Predicate]) -> bool {
    predicates.iter().all(|predicate| holds(resource, predicate))
}

/// Whether every row meets the predicate.
fn holds(resource: &Resource, predicate: &Predicate) -> bool {
    match predicate {
        Predicate::Field(field, test) => passes(&resource.fields[*field], test),
        Predicate::Computed(operand, test) => passes(&operand.field, test),
        // Even if a field can be null: an empty text is no condition.
        Predicate::Search { text, .. } if text.is_empty() => true,
        Predicate::Search { fields, text } => fields
            .iter()
            .any(|field| passes(&resource.fields[*field], &Test::Contains(text.clone()))),
        // Rows that must have a related one: at least where that is the only condition on it.
        Predicate::Related(path, predicate) => {
            let last = path.last().map_or(resource, |hop| hop.target);
            path.iter().all(|hop| !hop.relation.many) && holds(last, predicate)
        }
        Predicate::Any(predicates) => predicates.iter().any(|predicate| holds(resource, predicate)),
        // No row has that many, as far as anybody counts.
        Predicate::Rows(_, Count::AtMost(rows)) => *rows >= MANY_ROWS,
        Predicate::Rows(_, Count::AtLeast(rows)) => *rows == 0,
        Predicate::None => false,
        Predicate::Custom(condition) => always_holds(resource, condition),
    }
}

/// Whether every value of the field passes the test.
fn passes(field: &Field, test: &Test) -> bool {
    let never_null = !field.schema.nullable;
    match test {
        Test::AnyOf(values) => never_null && has_all(field, values),
        Test::NoneOf { within_limits, .. } => never_null && !within_limits,
        Test::Compare(comparison, value) => never_null && compares(field, *comparison, value),
        Test::Null(null) => !null && never_null,
        // Even if the field can be null: an empty text is no condition, and `null=false` is there to exclude nulls.
        Test::Contains(text) | Test::Starts(text) if text.is_empty() => true,
        Test::Contains(text) => {
            let text = any_case(text);
            never_null && all_choices(field, |choice| choice.contains(&text))
        }
        Test::Starts(text) => {
            let text = any_case(text);
            never_null && all_choices(field, |choice| choice.starts_with(&text))
        }
    }
}

/// Whether the field is an enum whose texts all match, ignoring case.
fn all_choices(field: &Field, matches: impl Fn(&str) -> bool) -> bool {
    let texts = field.choices.texts();
    !texts.is_empty() && texts.iter().all(|choice| matches(&any_case(choice)))
}

/// A text for comparisons that ignore case. It is converted both ways, since some letters have two lower cases.
fn any_case(text: &str) -> String {
    text.chars()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether these are all values that the field can have.
fn has_all(field: &Field, values: &[Value]) -> bool {
    match field.choices {
        Choices::None => {}
        Choices::Texts(texts) => {
            return texts
                .iter()
                .all(|choice| values.iter().any(|value| text(value) == Some(*choice)));
        }
        Choices::Numbers(numbers, _) => {
            return numbers
                .iter()
                .all(|choice| values.iter().any(|value| integer(value) == Some(*choice)));
        }
    }
    if matches!(field.storage, Storage::Boolean) {
        return [true, false].map(|one| values.contains(&Value::from(one))) == [true; 2];
    }
    let Some((least, most)) = integers(field) else {
        return false;
    };
    let count = most.saturating_sub(least);
    let values: Vec<i64> = values.iter().filter_map(integer).collect();
    usize::try_from(count).is_ok_and(|count| count < values.len()) && (least..=most).all(|one| values.contains(&one))
}

/// Whether the comparison with this value holds for all values that the field can have.
fn compares(field: &Field, comparison: Comparison, value: &Value) -> bool {
    let limits = &field.limits;
    let is_never_empty = limits.min_length.is_some_and(|least| least > 0);
    match value {
        Value::SmallInt(_) | Value::Int(_) | Value::BigInt(_) => match (integer(value), integers(field)) {
            (Some(value), Some((least, most))) => within(comparison, &value, &least, &most),
            _ => false,
        },
        Value::Float(Some(value)) => within(
            comparison,
            value,
            &limits.minimum.map_or(f32::MIN, |limit| limit.to_f64() as f32),
            &limits.maximum.map_or(f32::MAX, |limit| limit.to_f64() as f32),
        ),
        Value::Double(Some(value)) => within(
            comparison,
            value,
            &limits.minimum.map_or(f64::MIN, Number::to_f64),
            &limits.maximum.map_or(f64::MAX, Number::to_f64),
        ),
        Value::Decimal(Some(value)) => {
            let widest = limits.precision.and_then(|(digits, scale)| {
                let mantissa = 10i128.checked_pow(u32::from(digits))? - 1;
                Decimal::try_from_i128_with_scale(mantissa, u32::from(scale)).ok()
            });
            let most = widest.unwrap_or(Decimal::MAX);
            within(
                comparison,
                value,
                &limits.minimum.map_or(-most, |limit| limit.to_decimal().max(-most)),
                &limits.maximum.map_or(most, |limit| limit.to_decimal().min(most)),
            )
        }
        Value::Uuid(Some(value)) => within(comparison, value, &Uuid::nil(), &Uuid::max()),
        Value::ChronoDate(Some(value)) => dates().is_some_and(|(least, most)| within(comparison, value, &least, &most)),
        Value::ChronoTime(Some(value)) => {
            last_time().is_some_and(|last| within(comparison, value, &NaiveTime::MIN, &last))
        }
        Value::ChronoDateTimeUtc(Some(value)) => {
            let bounds = dates().zip(last_time());
            bounds.is_some_and(|((least, most), last)| {
                let least = least.and_time(NaiveTime::MIN).and_utc();
                let most: DateTime<Utc> = most.and_time(last).and_utc();
                within(comparison, value, &least, &most)
            })
        }
        Value::String(Some(value)) if !field.choices.is_none() => {
            let mut texts = field.choices.texts().iter();
            texts.all(|choice| within(comparison, &value.as_str(), choice, choice))
        }
        // There is no greatest text.
        Value::String(Some(value)) => match comparison {
            // No text holds a NUL character.
            Comparison::GreaterOrEqual => value.is_empty() || value.as_str() <= "\u{1}" && is_never_empty,
            Comparison::Greater => value.is_empty() && is_never_empty,
            Comparison::Less | Comparison::LessOrEqual => false,
        },
        _ => false,
    }
}

/// Whether the comparison with `value` holds for all from `least` to `most`.
fn within<T: PartialOrd>(comparison: Comparison, value: &T, least: &T, most: &T) -> bool {
    match comparison {
        Comparison::Less => most < value,
        Comparison::LessOrEqual => most <= value,
        Comparison::Greater => least > value,
        Comparison::GreaterOrEqual => least >= value,
    }
}

/// The least and the greatest integer that the field can hold.
fn integers(field: &Field) -> Option<(i64, i64)> {
    let numbers = field.choices.numbers().iter().copied();
    if let (Some(least), Some(most)) = (numbers.clone().min(), numbers.max()) {
        return Some((least, most));
    }
    let range = field.storage.integer()?;
    let (least, most) = (range.least, range.greatest);
    let limit = |limit: Option<Number>, bound| {
        limit
            .filter(|limit| limit.scale == 0)
            .map_or(bound, |limit| limit.mantissa)
    };
    Some((
        limit(field.limits.minimum, least).max(least),
        limit(field.limits.maximum, most).min(most),
    ))
}

fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::SmallInt(value) => value.map(i64::from),
        Value::Int(value) => value.map(i64::from),
        Value::BigInt(value) => *value,
        _ => None,
    }
}

/// The first and the last day with a year of four digits.
fn dates() -> Option<(NaiveDate, NaiveDate)> {
    NaiveDate::from_ymd_opt(0, 1, 1).zip(NaiveDate::from_ymd_opt(9999, 12, 31))
}

/// The last microsecond of a day.
fn last_time() -> Option<NaiveTime> {
    NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999)
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => text.as_deref(),
        _ => None,
    }
}

/// Whether every row meets the condition, as far as that is known.
fn always_holds(resource: &Resource, condition: &Condition) -> bool {
    constant(resource, &condition.clone().into()) == Some(true)
}

/// The value of the expression for every row, if that is known.
fn constant(resource: &Resource, expression: &Expr) -> Option<bool> {
    let constant = |expression| self::constant(resource, expression);
    match expression {
        Expr::Constant(Value::Bool(known)) | Expr::Value(Value::Bool(known)) => *known,
        Expr::Custom(sql) => match sql.replace([' ', '(', ')'], "").to_ascii_uppercase().as_str() {
            "TRUE" | "1" | "1=1" => Some(true),
            "FALSE" | "0" | "1=0" | "1=2" => Some(false),
            _ => None,
        },
        Expr::Unary(UnOper::Not, inner) => constant(inner).map(|known| !known),
        Expr::Binary(left, BinOper::And, right) => match (constant(left), constant(right)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Expr::Binary(left, BinOper::Or, right) => match (constant(left), constant(right)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        Expr::Binary(_, BinOper::In, list) if is_empty(list) => Some(false),
        Expr::Binary(_, BinOper::NotIn, list) if is_empty(list) => Some(true),
        Expr::Binary(_, operator, right) if matches_every_text(operator, right) => Some(true),
        Expr::Binary(left, BinOper::Equal, right) => match (&**left, &**right) {
            (Expr::Value(left), Expr::Value(right)) => Some(left == right),
            // A column compared with itself; that nulls don't match doesn't matter, as for an empty text.
            (Expr::Column(left), Expr::Column(right)) if left == right => Some(true),
            (Expr::Column(column), Expr::Value(value)) => {
                let field = field(resource, column)?;
                (!field.schema.nullable && has_all(field, std::slice::from_ref(value))).then_some(true)
            }
            _ => None,
        },
        Expr::Binary(left, BinOper::IsNot, right) => match (&**left, &**right) {
            (Expr::Column(column), Expr::Keyword(Keyword::Null)) => {
                (!field(resource, column)?.schema.nullable).then_some(true)
            }
            _ => None,
        },
        Expr::Binary(left, operator, right) => {
            let comparison = match operator {
                BinOper::SmallerThan => Comparison::Less,
                BinOper::SmallerThanOrEqual => Comparison::LessOrEqual,
                BinOper::GreaterThan => Comparison::Greater,
                BinOper::GreaterThanOrEqual => Comparison::GreaterOrEqual,
                _ => return None,
            };
            match (&**left, &**right) {
                (Expr::Column(column), Expr::Value(value)) => {
                    let field = field(resource, column)?;
                    (!field.schema.nullable && compares(field, comparison, value)).then_some(true)
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_empty(list: &Expr) -> bool {
    matches!(list, Expr::Tuple(items) if items.is_empty())
}

/// The field of a column, if it is one of the resource's own.
fn field<'r>(resource: &'r Resource, column: &ColumnRef) -> Option<&'r Field> {
    let ColumnRef::Column(name) = column else {
        return None;
    };
    if name
        .0
        .as_ref()
        .is_some_and(|table| table.1.to_string() != resource.table)
    {
        return None;
    }
    let column = name.1.to_string();
    resource.fields.iter().find(|field| field.column == column)
}
