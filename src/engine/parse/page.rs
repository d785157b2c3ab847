//! `limit` and `offset`.

use super::Query;
use crate::engine::Settings;
use crate::error::FieldErrors;
use crate::meta::Paging;
use crate::types::{ColumnType, Limits, Number};

/// Takes `limit`: from 1 to the declared maximum, else to the operator's.
pub(in crate::engine) fn limit(
    query: &mut Query<'_>,
    paging: &Paging,
    settings: &Settings,
    errors: &mut FieldErrors,
) -> u64 {
    let most = paging.max.unwrap_or(settings.max_limit).max(1);
    let default = paging.limit.unwrap_or(settings.default_limit).clamp(1, most);
    let limits = Limits {
        minimum: Some(Number::int(1)),
        maximum: Some(Number::int(i64::from(most))),
        ..Limits::NONE
    };
    integer(query, "limit", &limits, errors).unwrap_or_else(|| u64::from(default))
}

/// Takes `offset`: from 0 to the operator's maximum, since the database reads all of these rows.
pub(in crate::engine) fn offset(query: &mut Query<'_>, settings: &Settings, errors: &mut FieldErrors) -> u64 {
    let limits = Limits {
        minimum: Some(Number::int(0)),
        maximum: Some(Number::int(i64::from(settings.max_offset))),
        ..Limits::NONE
    };
    integer(query, "offset", &limits, errors).unwrap_or(0)
}

fn integer(query: &mut Query<'_>, name: &str, limits: &Limits, errors: &mut FieldErrors) -> Option<u64> {
    let text = query.take(name, errors)?;
    let value = errors.at(name, |errors| <i64 as ColumnType>::parse(&text, limits, errors))?;
    u64::try_from(value).ok()
}
