//! One file for each operation: parse the request, run statements, answer. All changes of rows go through `unit_of_work.rs`.

mod change;
pub(super) mod create;
pub(super) mod create_many;
pub(super) mod delete;
pub(super) mod delete_many;
mod events;
pub(super) mod list;
pub(super) mod put;
pub(super) mod read;
mod read_plan;
mod stored;
mod unit_of_work;
pub(super) mod update;

pub(super) use change::Change;
pub(super) use stored::Stored;

use super::parse::Query;
use super::request::Request;
use crate::error::{Error, FieldErrors};

/// Refuses parameters in the query of an operation that has none.
fn no_parameters(request: &Request<'_>, errors: &mut FieldErrors) -> Result<(), Error> {
    Query::parse(request.query)?.finish(errors);
    Ok(())
}

/// Puts the name of the request's envelope before the fields of an error. Functions of the application call the same code, without envelopes.
fn enveloped<T>(envelope: Option<&str>, done: Result<T, Error>) -> Result<T, Error> {
    done.map_err(|error| match envelope {
        Some(name) => error.below(name),
        None => error,
    })
}
