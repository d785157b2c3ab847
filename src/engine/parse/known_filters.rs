//! The filters that a client may use, in messages about what is none.

use super::Query;
use super::filter::find;
use crate::engine::RequestContext;
use crate::engine::visible_fields::VisibleFields;
use crate::error::FieldErrors;
use crate::meta::{Filter, Operator, Resource};

/// How a client writes that something is equal: as a parameter, `title`, or as one of several conditions, `title:eq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    Parameter,
    Condition,
}

/// Refuses the parameters with a dot that are no filters: only filters through relations have one. The first violation lists the filters.
pub(super) fn refuse_others(
    resource: &'static Resource,
    context: &dyn RequestContext,
    visible: &VisibleFields,
    query: &mut Query<'_>,
    errors: &mut FieldErrors,
) {
    let mut known = Some(|| known(resource, context, visible, Spelling::Parameter));
    for index in 0..query.len() {
        let Some(name) = query.untaken(index).filter(|name| name.contains('.')) else {
            continue;
        };
        query.take_all(&name);
        let message = match known.take() {
            Some(known) => format!("unknown parameter; {}", known()),
            None => "unknown parameter".to_owned(),
        };
        errors.push_at(&name, message);
    }
}

/// The filters that a client may use: `filters are title, title:ne, author.name`.
pub(super) fn known(
    resource: &'static Resource,
    context: &dyn RequestContext,
    visible: &VisibleFields,
    spelling: Spelling,
) -> String {
    let mut names = Vec::new();
    for (at, filter) in resource.filters.iter().enumerate() {
        let (name, words) = named(resource, at, filter);
        for word in words {
            let parameter = match word {
                "eq" => name.clone(),
                word => format!("{name}:{word}"),
            };
            if find(resource, context, visible, &parameter).is_some() {
                names.push(match (word, spelling) {
                    ("eq", Spelling::Condition) => format!("{name}:eq"),
                    _ => parameter,
                });
            }
        }
    }
    if names.is_empty() {
        return "there are no filters".to_owned();
    }
    format!("filters are {}", names.join(", "))
}

/// The name of a filter's parameters, and the words of its operators.
fn named(resource: &Resource, at: usize, filter: &Filter) -> (String, Vec<&'static str>) {
    let words = |operators: &[Operator]| operators.iter().map(|operator| operator.word()).collect();
    match filter {
        Filter::Custom(custom) => (custom.name.to_owned(), vec![Operator::Eq.word()]),
        Filter::Field { field, operators, .. } => (resource.fields[*field].property.to_owned(), words(operators)),
        Filter::Computed {
            computed, operators, ..
        } => (resource.computed[*computed].field.property.to_owned(), words(operators)),
        Filter::Rows {
            relation, operators, ..
        } => {
            let words = operators.iter().map(|operator| operator.word()).collect();
            (resource.relations[*relation].property.to_owned(), words)
        }
        Filter::Related { operators, .. } => match resource.related_filters.get(at) {
            Some(Some(related)) => {
                let names: Vec<&str> = related.names.iter().copied().chain([related.field.property]).collect();
                (names.join("."), words(operators))
            }
            _ => (String::new(), Vec::new()),
        },
    }
}
