//! Filters: names of parameters, and operators that fit the type.

use super::names::{misfit, same};
use super::relation::same_path;
use super::{Owner, field_error};
use crate::meta::const_error::const_error;
use crate::meta::{Direction, Field, Filter, Operator, Resource, RowsOperator};
use crate::types::Storage;

/// Checks all filters of a resource.
#[track_caller]
pub(super) const fn check_filters(owner: Owner<'_>, resource: &Resource) {
    let filters = resource.filters;
    let mut at = 0;
    while at < filters.len() {
        let name = parameter(resource, at);
        if reserved(resource, name) {
            const_error(&[
                "resource `",
                owner.name,
                "`: filter `",
                name,
                "` has the name of a parameter that lists have by themselves; rename it, or give the field a `name(\"..\")`",
            ]);
        }
        let mut other = 0;
        while other < at {
            if same_parameter(resource, at, other) {
                const_error(&[
                    "resource `",
                    owner.name,
                    "`: two filters are named `",
                    last_name(resource, at),
                    "`; join or rename them",
                ]);
            }
            other += 1;
        }
        match &filters[at] {
            Filter::Field { field, operators, .. } => check_operators(owner, &resource.fields[*field], operators),
            Filter::Computed {
                computed, operators, ..
            } => check_operators(owner, &resource.computed[*computed].field, operators),
            Filter::Related { operators, .. } => {
                if let Some(related) = &resource.related_filters[at] {
                    if related.names.is_empty() {
                        check_name(owner, related.field.property);
                    }
                    check_operators(owner, &related.field, operators);
                }
            }
            Filter::Rows {
                relation, operators, ..
            } => check_rows(resource, *relation, operators),
            Filter::Custom(custom) => {
                check_name(owner, custom.name);
            }
        }
        at += 1;
    }
}

/// Checks that there are filters of which one may be met.
#[track_caller]
pub(super) const fn check_any(resource: &Resource) {
    if resource.filters.is_empty() {
        const_error(&[
            "resource `",
            resource.name,
            "`: `any` is for requests that are met by one of several filters, and there are none; declare `filters`, or leave it out",
        ]);
    }
}

/// Whether lists and bulk deletes have a parameter of this name by themselves.
const fn reserved(resource: &Resource, name: &str) -> bool {
    matches!(
        name.as_bytes(),
        b"limit" | b"offset" | b"cursor" | b"direction" | b"search" | b"all"
    ) || same(name, resource.names.order_by())
        || resource.any && same(name, "any")
        || !resource.include.is_empty() && same(name, "include")
        || resource.select && same(name, "fields")
}

/// Whether lists or bulk deletes have a parameter of this name.
pub(super) const fn is_parameter(resource: &Resource, name: &str) -> bool {
    reserved(resource, name) || is_filter(resource, name)
}

/// Whether filters have a parameter of this name. Operators don't matter: their parameters have a colon, which no name of
/// another has.
pub(super) const fn is_filter(resource: &Resource, name: &str) -> bool {
    let mut at = 0;
    while at < resource.filters.len() {
        if same(name, parameter(resource, at)) {
            return true;
        }
        at += 1;
    }
    false
}

/// The name of a filter's parameters; empty for one through relations without a `name(..)`: it has a dot, as no other has.
const fn parameter(resource: &Resource, at: usize) -> &str {
    match &resource.filters[at] {
        Filter::Field { field, .. } => resource.fields[*field].property,
        Filter::Computed { computed, .. } => resource.computed[*computed].field.property,
        Filter::Related { .. } => own_name(resource, at),
        Filter::Rows { relation, .. } => resource.relations[*relation].property,
        Filter::Custom(custom) => custom.name,
    }
}

/// The name of a filter, for messages; without the relations that lead to the field.
const fn last_name(resource: &Resource, at: usize) -> &str {
    match &resource.related_filters {
        related if at < related.len() => match &related[at] {
            Some(related) => related.field.property,
            None => parameter(resource, at),
        },
        _ => parameter(resource, at),
    }
}

/// The name by itself of a filter through relations; empty if it has none.
const fn own_name(resource: &Resource, at: usize) -> &str {
    match &resource.related_filters[at] {
        Some(related) if related.names.is_empty() => related.field.property,
        _ => "",
    }
}

/// Checks a name that only parameters have.
#[track_caller]
const fn check_name(owner: Owner<'_>, name: &str) {
    if name.is_empty() || misfit(name.as_bytes()).is_some() {
        const_error(&[
            "resource `",
            owner.name,
            "`: filter `",
            name,
            "` must be named with ASCII letters, digits and `_`, as parameters are; rename it",
        ]);
    }
}

/// Whether two filters have the same parameters.
const fn same_parameter(resource: &Resource, at: usize, other: usize) -> bool {
    match (&resource.filters[at], &resource.filters[other]) {
        (
            Filter::Related { path, field, .. },
            Filter::Related {
                path: other_path,
                field: other_field,
                ..
            },
        ) if own_name(resource, at).is_empty() && own_name(resource, other).is_empty() => {
            *field == *other_field && same_path(path, other_path)
        }
        _ => same(parameter(resource, at), parameter(resource, other)),
    }
}

#[track_caller]
const fn check_operators(owner: Owner<'_>, field: &Field, operators: &[Operator]) {
    if matches!(field.direction, Direction::Hidden) {
        field_error(
            owner,
            field.name,
            " is hidden, so no filter can name it; leave the filter out, or write a custom one",
        );
    }
    if matches!(field.direction, Direction::WriteOnly) {
        field_error(
            owner,
            field.name,
            " is write-only, but filters would reveal it; remove the filter, or write a custom one",
        );
    }
    if operators.is_empty() {
        field_error(
            owner,
            field.name,
            ": its filter offers no operator; write at least `[eq]`",
        );
    }
    let mut seen = 0u16;
    let mut at = 0;
    while at < operators.len() {
        let operator = operators[at];
        let bit = 1 << operator as u8;
        if seen & bit != 0 {
            const_error(&[
                "resource `",
                owner.name,
                "`: filter `",
                field.name,
                "` names `",
                operator.word(),
                "` twice; keep one",
            ]);
        }
        seen |= bit;
        if let Some(why) = unfit(field, operator) {
            const_error(&[
                "resource `",
                owner.name,
                "`: filter `",
                field.name,
                "` can't offer `",
                operator.word(),
                "`: ",
                why,
                "; leave it out",
            ]);
        }
        at += 1;
    }
}

/// Checks the conditions on how many rows a relation has.
#[track_caller]
const fn check_rows(resource: &Resource, relation: usize, operators: &[RowsOperator]) {
    let relation = &resource.relations[relation];
    let mut at = 0;
    while at < operators.len() {
        let counts = matches!(operators[at], RowsOperator::CountGe | RowsOperator::CountLe);
        if counts && !relation.many {
            const_error(&[
                "resource `",
                resource.name,
                "`: filter `",
                relation.name,
                "` can't offer `",
                operators[at].word(),
                "`: there is one row at most; take `any`",
            ]);
        }
        let mut other = 0;
        while other < at {
            if operators[at] as u8 == operators[other] as u8 {
                const_error(&[
                    "resource `",
                    resource.name,
                    "`: filter `",
                    relation.name,
                    "` names `",
                    operators[at].word(),
                    "` twice; keep one",
                ]);
            }
            other += 1;
        }
        at += 1;
    }
}

/// Why an operator doesn't fit a field's type.
const fn unfit(field: &Field, operator: Operator) -> Option<&'static str> {
    match operator {
        Operator::Null if !field.schema.nullable => Some("the field is never null"),
        Operator::Eq | Operator::Ne if matches!(field.storage, Storage::Json) => Some("JSON isn't compared"),
        Operator::Lt | Operator::Le | Operator::Gt | Operator::Ge
            if matches!(field.storage, Storage::Json | Storage::Boolean | Storage::Bytes) =>
        {
            Some("values of this type have no order")
        }
        Operator::Contains | Operator::Starts
            if !matches!(field.storage, Storage::Text) || !field.choices.is_none() =>
        {
            Some("it is for text")
        }
        Operator::Eq
        | Operator::Ne
        | Operator::Lt
        | Operator::Le
        | Operator::Gt
        | Operator::Ge
        | Operator::Null
        | Operator::Contains
        | Operator::Starts => None,
    }
}
