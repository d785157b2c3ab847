//! `search`: one text in any of the declared fields.

use super::filter::{is_visible, related};
use super::{Predicate, Query};
use crate::engine::RequestContext;
use crate::engine::visible_fields::VisibleFields;
use crate::error::FieldErrors;
use crate::meta::{FieldPath, Operand, Resource};
use crate::types::{ColumnType, Limits};

/// Takes `search`, if the resource declares it, for the fields that the client may see; an empty text is no condition.
pub(in crate::engine) fn parse(
    resource: &'static Resource,
    context: &dyn RequestContext,
    visible: &VisibleFields,
    query: &mut Query<'_>,
    errors: &mut FieldErrors,
) -> Option<Predicate> {
    let mut fields: Vec<usize> = Vec::new();
    let mut paths: Vec<FieldPath> = Vec::new();
    for operand in resource.search {
        match operand {
            Operand::Field(field) if visible.holds(*field) => fields.push(*field),
            Operand::Related(path) if is_visible(resource, context, path.relations, path.field) => paths.push(*path),
            // A check has refused computed fields.
            Operand::Field(_) | Operand::Related(_) | Operand::Computed(_) => {}
        }
    }
    if fields.is_empty() && paths.is_empty() {
        return None;
    }
    let text = query.take("search", errors)?;
    let text = errors.at("search", |errors| {
        <String as ColumnType>::parse(&text, &Limits::NONE, errors)
    })?;
    if text.is_empty() {
        return None;
    }
    let holding = |fields| Predicate::Search {
        fields,
        text: text.clone(),
    };
    if paths.is_empty() {
        return Some(holding(fields));
    }
    let in_related = paths.iter().filter_map(|path| {
        related(resource, context, path.relations, path.field, |_, field| {
            Some(holding(vec![field]))
        })
    });
    let mut any: Vec<Predicate> = in_related.collect();
    if !fields.is_empty() {
        any.insert(0, holding(fields));
    }
    Some(Predicate::Any(any))
}
