//! Filters: parameters of the query to predicates.

use std::borrow::Cow;

use sea_orm::sea_query::Expr;
use sea_orm::{Condition, Value};

use super::Query;
use super::known_filters::{Spelling, known, refuse_others};
use crate::engine::RequestContext;
use crate::engine::owner::Owner;
use crate::engine::related::{Hop, computed_value};
use crate::engine::visible_fields::VisibleFields;
use crate::error::FieldErrors;
use crate::meta::{ComputedBy, Custom, Field, Filter, Operator, Relation, Resource, RowsOperator};
use crate::types::{ColumnType, Limits, Number};

/// How many values one filter may have, since each is a placeholder of the statement.
const MAX_VALUES: usize = Operator::MOST_VALUES;

/// More related rows than any row has, as far as anybody counts.
pub(in crate::engine) const MANY_ROWS: u64 = 1_000_000;

/// One predicate that the rows must meet. Fields by index.
#[derive(Debug, Clone)]
pub(in crate::engine) enum Predicate {
    /// A field passes the test.
    Field(usize, Test),
    /// A computed field passes the test.
    Computed(Box<ComputedOperand>, Test),
    /// One of the fields holds the text, ignoring case.
    Search {
        /// The fields.
        fields: Vec<usize>,
        /// The text.
        text: String,
    },
    /// A related row at the end of these relations meets the predicate, whose fields are those of its resource.
    Related(Vec<Hop>, Box<Self>),
    /// One of these is met.
    Any(Vec<Self>),
    /// There are so many related rows.
    Rows(Box<Hop>, Count),
    /// No row: the condition is on rows that the client may not see.
    None,
    /// The condition that the application returned for a value.
    Custom(Condition),
}

/// What is asked of a value.
#[derive(Debug, Clone)]
pub(in crate::engine) enum Test {
    /// One of the values.
    AnyOf(Vec<Value>),
    /// None of the values, and not null.
    NoneOf {
        /// The values.
        values: Vec<Value>,
        /// Whether one of them is a value that the field's limits allow.
        within_limits: bool,
    },
    /// Less, or greater, or the same.
    Compare(Comparison, Value),
    /// Null, or not.
    Null(bool),
    /// Holds the text, ignoring case.
    Contains(String),
    /// Starts with the text, ignoring case.
    Starts(String),
}

/// A computed field of which something is asked.
#[derive(Debug, Clone)]
pub(in crate::engine) struct ComputedOperand {
    /// Its type, and the limits of its values.
    pub(in crate::engine) field: Field,
    /// Its value, of columns of the resource's table.
    pub(in crate::engine) expression: Expr,
}

impl ComputedOperand {
    fn of(resource: &'static Resource, at: usize, context: &dyn RequestContext) -> Self {
        let computed = &resource.computed[at];
        let mut field = computed.field;
        if let ComputedBy::Count(_) = computed.by {
            field.limits.minimum = Some(Number::int(0));
            field.limits.maximum = Some(Number::int(MANY_ROWS as i64));
        }
        Self {
            field,
            expression: computed_value(resource, at, context),
        }
    }
}

/// How many related rows there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Count {
    /// At least so many.
    AtLeast(u64),
    /// At most so many.
    AtMost(u64),
}

impl Count {
    /// Whether no rows are enough, and not too many.
    pub(in crate::engine) const fn allows_none(self) -> bool {
        matches!(self, Self::AtLeast(0) | Self::AtMost(_))
    }
}

/// The comparisons of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Comparison {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// The filter that a parameter names.
pub(super) enum FilterTarget {
    Field(usize, Operator),
    Computed(usize, Operator),
    Related(&'static [usize], usize, Operator),
    Rows(&'static Relation, RowsOperator),
    Custom(&'static Custom),
}

/// Takes all parameters that are filters of the resource, and those that are written like filters through relations. Filters of fields that the client can't see are
/// unknown to it.
pub(in crate::engine) fn parse(
    resource: &'static Resource,
    context: &dyn RequestContext,
    visible: &VisibleFields,
    query: &mut Query<'_>,
    errors: &mut FieldErrors,
) -> Vec<Predicate> {
    let mut predicates = Vec::new();
    for index in 0..query.len() {
        let Some(name) = query.untaken(index) else { continue };
        let Some(target) = find(resource, context, visible, &name) else {
            continue;
        };
        let values = query.take_all(&name);
        predicates.extend(errors.at(&name, |errors| predicate(resource, context, &target, &values, errors)));
    }
    if resource.any {
        predicates.extend(any(resource, context, visible, query, errors));
    }
    refuse_others(resource, context, visible, query, errors);
    predicates
}

/// Takes `any`: filters of which one must be met, each as `title:contains:x`.
fn any(
    resource: &'static Resource,
    context: &dyn RequestContext,
    visible: &VisibleFields,
    query: &mut Query<'_>,
    errors: &mut FieldErrors,
) -> Option<Predicate> {
    let texts = query.take_all("any");
    if texts.is_empty() {
        return None;
    }
    errors.at("any", |errors| {
        if texts.len() > MAX_VALUES {
            errors.push(format!("given more than {MAX_VALUES} times"));
            return None;
        }
        let mut predicates = Vec::with_capacity(texts.len());
        let mut known = Some(|| known(resource, context, visible, Spelling::Condition));
        for text in &texts {
            let mut parts = text.splitn(3, ':');
            let (name, word, value) = (parts.next(), parts.next(), parts.next());
            let (Some(name), Some(word), Some(value)) = (name, word, value) else {
                errors.push(format!(
                    "`{text}` isn't written `filter:operator:value`, such as `title:eq:x`"
                ));
                continue;
            };
            let parameter = if word == Operator::Eq.word() {
                Cow::Borrowed(name)
            } else {
                Cow::Owned(format!("{name}:{word}"))
            };
            match find(resource, context, visible, &parameter) {
                None => errors.push(match known.take() {
                    Some(known) => format!("`{name}:{word}` is no filter; {}", known()),
                    None => format!("`{name}:{word}` is no filter"),
                }),
                Some(target) => {
                    let values = [Cow::Borrowed(value)];
                    predicates.extend(predicate(resource, context, &target, &values, errors));
                }
            }
        }
        Some(Predicate::Any(predicates))
    })
}

/// The predicate of a filter with these values.
fn predicate(
    resource: &'static Resource,
    context: &dyn RequestContext,
    target: &FilterTarget,
    values: &[Cow<'_, str>],
    errors: &mut FieldErrors,
) -> Option<Predicate> {
    match *target {
        FilterTarget::Field(field, operator) => {
            test(&resource.fields[field], operator, values, errors).map(|test| Predicate::Field(field, test))
        }
        FilterTarget::Computed(computed, operator) => {
            let operand = ComputedOperand::of(resource, computed, context);
            let test = test(&operand.field, operator, values, errors)?;
            Some(Predicate::Computed(Box::new(operand), test))
        }
        FilterTarget::Related(relations, field, operator) => {
            related(resource, context, relations, field, |field, index| {
                test(field, operator, values, errors).map(|test| Predicate::Field(index, test))
            })
        }
        FilterTarget::Rows(relation, operator) => {
            let count = count(operator, single(values, errors)?, errors)?;
            Some(match Hop::of(relation, context) {
                Some(hop) => Predicate::Rows(Box::new(hop), count),
                // There are none for the client. Every row has so many, or no row.
                None if count.allows_none() => Predicate::Custom(Condition::all()),
                None => Predicate::None,
            })
        }
        FilterTarget::Custom(custom) => {
            let value = (custom.codec.parse)(single(values, errors)?, &Limits::NONE, errors)?;
            (custom.condition)(value).map(Predicate::Custom)
        }
    }
}

/// Finds the filter that a parameter names: `title`, `severity:ge`, `done`, `author.name`.
pub(super) fn find(
    resource: &'static Resource,
    context: &dyn RequestContext,
    visible: &VisibleFields,
    name: &str,
) -> Option<FilterTarget> {
    let (property, word) = name.rsplit_once(':').unwrap_or((name, ""));
    let offered = |operators: &'static [Operator]| {
        let found = operators.iter().find(|operator| match operator {
            Operator::Eq => word.is_empty() && !name.contains(':'),
            named => named.word() == word,
        });
        found.copied()
    };
    resource
        .filters
        .iter()
        .enumerate()
        .find_map(|(at, filter)| match filter {
            Filter::Custom(custom) => (custom.name == name).then_some(FilterTarget::Custom(custom)),
            Filter::Field { field, operators, .. } => {
                let operator = offered(operators)?;
                (resource.fields[*field].property == property && visible.holds(*field))
                    .then_some(FilterTarget::Field(*field, operator))
            }
            Filter::Computed {
                computed, operators, ..
            } => {
                let operator = offered(operators)?;
                (resource.computed[*computed].field.property == property)
                    .then_some(FilterTarget::Computed(*computed, operator))
            }
            Filter::Rows {
                relation, operators, ..
            } => {
                let relation = &resource.relations[*relation];
                let operator = *operators.iter().find(|operator| operator.word() == word)?;
                (relation.property == property).then_some(FilterTarget::Rows(relation, operator))
            }
            Filter::Related {
                path, field, operators, ..
            } => {
                let operator = offered(operators)?;
                let named = resource.related_filters.get(at)?.as_ref()?;
                let names = named.names.iter().copied().chain([named.field.property]);
                (names.eq(property.split('.')) && is_visible(resource, context, path, *field))
                    .then_some(FilterTarget::Related(path, *field, operator))
            }
        })
}

/// How many related rows a parameter asks for.
fn count(operator: RowsOperator, text: &str, errors: &mut FieldErrors) -> Option<Count> {
    let mut wanted = |any: bool| {
        let given = <bool as ColumnType>::parse(text, &Limits::NONE, errors)?;
        Some(if given == any {
            Count::AtLeast(1)
        } else {
            Count::AtMost(0)
        })
    };
    match operator {
        RowsOperator::Any => wanted(true),
        RowsOperator::None => wanted(false),
        RowsOperator::CountGe | RowsOperator::CountLe => {
            let rows = <i64 as ColumnType>::parse(text, &Limits::NONE, errors)?;
            let Ok(rows) = u64::try_from(rows) else {
                errors.push("less than 0");
                return None;
            };
            Some(if operator == RowsOperator::CountGe {
                Count::AtLeast(rows)
            } else {
                Count::AtMost(rows)
            })
        }
    }
}

/// Whether a client may see a field in all rows to which these relations lead, as far as it may see such rows.
pub(super) fn is_visible(
    resource: &'static Resource,
    context: &dyn RequestContext,
    path: &[usize],
    field: usize,
) -> bool {
    let (mut target, mut owner) = (resource, Owner::Unscoped);
    for relation in path {
        let relation = &target.relations[*relation];
        target = relation.target.resource();
        owner = Hop::of(relation, context).map_or(Owner::Unscoped, |hop| hop.owner);
    }
    VisibleFields::of(target, context.principal(), &owner).holds(field)
}

/// The predicate of a field of related rows, of which the client may see some.
pub(super) fn related(
    resource: &'static Resource,
    context: &dyn RequestContext,
    relations: &[usize],
    field: usize,
    predicate: impl FnOnce(&Field, usize) -> Option<Predicate>,
) -> Option<Predicate> {
    let (mut path, mut target, mut hidden) = (Vec::with_capacity(relations.len()), resource, false);
    for relation in relations {
        let relation = &target.relations[*relation];
        match Hop::of(relation, context) {
            Some(hop) => path.push(hop),
            None => hidden = true,
        }
        target = relation.target.resource();
    }
    let predicate = predicate(&target.fields[field], field)?;
    Some(if hidden {
        Predicate::None
    } else {
        Predicate::Related(path, Box::new(predicate))
    })
}

fn test(field: &Field, operator: Operator, values: &[Cow<'_, str>], errors: &mut FieldErrors) -> Option<Test> {
    // A filter's value must be of the field's type, but needn't be within its limits: looking for a title that is too short is no mistake.
    let parse = |text: &str, errors: &mut FieldErrors| (field.codec.parse)(text, &Limits::NONE, errors);
    let once = |comparison, errors: &mut FieldErrors| {
        let value = parse(single(values, errors)?, errors)?;
        Some(Test::Compare(comparison, value))
    };
    let all = |errors: &mut FieldErrors| {
        if values.len() > MAX_VALUES {
            errors.push(format!("given more than {MAX_VALUES} times"));
            return None;
        }
        let parsed: Vec<Value> = values.iter().filter_map(|text| parse(text, errors)).collect();
        (parsed.len() == values.len()).then_some(parsed)
    };
    let text = |errors: &mut FieldErrors| <String as ColumnType>::parse(single(values, errors)?, &Limits::NONE, errors);
    match operator {
        Operator::Eq => Some(Test::AnyOf(all(errors)?)),
        Operator::Ne => Some(Test::NoneOf {
            values: all(errors)?,
            within_limits: values
                .iter()
                .any(|text| (field.codec.parse)(text, &field.limits, &mut FieldErrors::new()).is_some()),
        }),
        Operator::Lt => once(Comparison::Less, errors),
        Operator::Le => once(Comparison::LessOrEqual, errors),
        Operator::Gt => once(Comparison::Greater, errors),
        Operator::Ge => once(Comparison::GreaterOrEqual, errors),
        Operator::Null => {
            let null = <bool as ColumnType>::parse(single(values, errors)?, &Limits::NONE, errors)?;
            Some(Test::Null(null))
        }
        Operator::Contains => Some(Test::Contains(text(errors)?)),
        Operator::Starts => Some(Test::Starts(text(errors)?)),
    }
}

/// The only value; several are an error.
fn single<'v>(values: &'v [Cow<'_, str>], errors: &mut FieldErrors) -> Option<&'v str> {
    match values {
        [value] => Some(value),
        _ => {
            errors.push("given more than once");
            None
        }
    }
}
