//! `search`: one text in any of the declared fields.

use super::{Predicate, Query};
use crate::error::FieldErrors;
use crate::meta::Resource;
use crate::types::{ColumnType, Limits};

/// Takes `search`, if the resource declares it; an empty text is no condition.
pub(in crate::engine) fn parse(
    resource: &Resource,
    query: &mut Query<'_>,
    errors: &mut FieldErrors,
) -> Option<Predicate> {
    if resource.search.is_empty() {
        return None;
    }
    let text = query.take("search", errors)?;
    let text = errors.at("search", |errors| {
        <String as ColumnType>::parse(&text, &Limits::NONE, errors)
    })?;
    (!text.is_empty()).then_some(Predicate::Search(text))
}
