//! One file for each operation: parse the request, run statements, answer. All changes of rows go through `unit_of_work.rs`.

mod change;
pub(super) mod create;
pub(super) mod create_many;
pub(super) mod delete;
pub(super) mod delete_many;
mod events;
pub(super) mod link;
pub(super) mod list;
mod nested;
mod owned;
pub(super) mod put;
pub(super) mod read;
mod read_plan;
mod stored;
mod unit_of_work;
pub(super) mod update;

pub(super) use change::Change;
pub(super) use stored::Stored;

use self::nested::Nested;
use super::parse::Query;
use super::parse::body::Record;
use super::request::{Reply, Request};
use super::scope::RequestScope;
use crate::error::{Error, FieldErrors};
use crate::meta::Fields;

/// Refuses parameters in the query of an operation that has none.
fn no_parameters(request: &Request<'_>, errors: &mut FieldErrors) -> Result<(), Error> {
    Query::parse(request.query)?.finish(errors);
    Ok(())
}

/// The only row of a change that is permanent as a reply, with its computed fields and related rows. If those can't be read, the reply is without them: an error would say
/// that nothing was changed.
async fn committed_reply(scope: &RequestScope<'_>, stored: &Stored) -> Result<Reply, Error> {
    let mut members = stored.computed_of_each(scope).await.pop().unwrap_or_default();
    if !scope.includes.is_empty() {
        members.extend(or_none(scope, stored.related(scope.database(), &scope.includes).await));
    }
    stored.reply_with(&scope.visible, &members)
}

/// What was read after a commit; an error is logged.
fn or_none<T: Default>(scope: &RequestScope<'_>, read: Result<T, Error>) -> T {
    read.unwrap_or_else(|error| {
        let request_id = scope.context.request_id();
        tracing::warn!(
            request_id,
            cause = crate::error::chain(&error),
            "the row is changed, but its computed fields or related rows can't be read; the reply is without them"
        );
        T::default()
    })
}

/// A record of a request, and the related rows that it has.
fn with_nested(
    scope: &RequestScope<'_>,
    mut record: Option<Record>,
    view: Fields,
    errors: &mut FieldErrors,
) -> (Option<Record>, Nested) {
    let nested = match &mut record {
        Some(record) if !scope.resource.write.is_empty() => errors.below(scope.resource.envelope.one, |errors| {
            Nested::read(scope, record, view, errors)
        }),
        _ => Nested::default(),
    };
    (record, nested)
}

/// Puts the name of the request's envelope before the fields of an error. Functions of the application call the same code, without envelopes.
fn enveloped<T>(envelope: Option<&str>, done: Result<T, Error>) -> Result<T, Error> {
    done.map_err(|mut error| {
        let Some(name) = envelope else { return error };
        // The names of the row's own columns get it later; those of related rows have a path already.
        if let Error::Conflict(conflict) = &mut error {
            conflict.put_below(name, |path| path.contains('.'));
        }
        error.below(name)
    })
}
