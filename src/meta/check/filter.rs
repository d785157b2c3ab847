//! Filters: names of parameters, and operators that fit the type.

use super::names::{misfit, same};
use super::{Owner, field_error};
use crate::meta::const_error::const_error;
use crate::meta::{Direction, Field, Filter, Operator, Resource};
use crate::types::Storage;

/// Checks all filters of a resource.
#[track_caller]
pub(super) const fn check_filters(owner: Owner<'_>, resource: &Resource) {
    let filters = resource.filters;
    let mut at = 0;
    while at < filters.len() {
        let name = parameter(resource, &filters[at]);
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
            if same(name, parameter(resource, &filters[other])) {
                const_error(&[
                    "resource `",
                    owner.name,
                    "`: two filters are named `",
                    name,
                    "`; join or rename them",
                ]);
            }
            other += 1;
        }
        match &filters[at] {
            Filter::Field { field, operators, .. } => check_operators(owner, &resource.fields[*field], operators),
            Filter::Custom(custom) => {
                if misfit(custom.name.as_bytes()).is_some() {
                    const_error(&[
                        "resource `",
                        owner.name,
                        "`: filter `",
                        custom.name,
                        "` must be named with ASCII letters, digits and `_`, as parameters are; rename it",
                    ]);
                }
            }
        }
        at += 1;
    }
}

/// Whether lists and bulk deletes have a parameter of this name by themselves.
const fn reserved(resource: &Resource, name: &str) -> bool {
    matches!(
        name.as_bytes(),
        b"limit" | b"offset" | b"cursor" | b"direction" | b"search" | b"all"
    ) || same(name, resource.names.order_by())
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
        if same(name, parameter(resource, &resource.filters[at])) {
            return true;
        }
        at += 1;
    }
    false
}

const fn parameter<'r>(resource: &'r Resource, filter: &'r Filter) -> &'r str {
    match filter {
        Filter::Field { field, .. } => resource.fields[*field].property,
        Filter::Custom(custom) => custom.name,
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
