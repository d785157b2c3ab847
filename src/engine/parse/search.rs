//! `search`: one text in any of the declared fields.

use super::{Predicate, Query};
use crate::engine::visible_fields::VisibleFields;
use crate::error::FieldErrors;
use crate::meta::Resource;
use crate::types::{ColumnType, Limits};

/// Takes `search`, if the resource declares it, for the fields that the client may see; an empty text is no condition.
pub(in crate::engine) fn parse(
    resource: &Resource,
    visible: &VisibleFields,
    query: &mut Query<'_>,
    errors: &mut FieldErrors,
) -> Option<Predicate> {
    let fields: Vec<usize> = resource
        .search
        .iter()
        .copied()
        .filter(|field| visible.holds(*field))
        .collect();
    if fields.is_empty() {
        return None;
    }
    let text = query.take("search", errors)?;
    let text = errors.at("search", |errors| {
        <String as ColumnType>::parse(&text, &Limits::NONE, errors)
    })?;
    (!text.is_empty()).then_some(Predicate::Search { fields, text })
}
