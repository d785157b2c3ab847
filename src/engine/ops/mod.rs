//! One file an operation: parse, check, build, run, render.

pub(super) mod bulk;
mod change;
mod change_scope;
pub(super) mod create;
pub(super) mod delete;
pub(super) mod list;
mod plan;
pub(super) mod put;
pub(super) mod read;
mod tell;
pub(super) mod update;

pub(super) use change::{Change, Stored};

use super::parse::Query;
use super::request::Request;
use crate::error::{Error, FieldErrors};

/// Refuses a query where none is declared.
fn no_parameters(request: &Request<'_>, errors: &mut FieldErrors) -> Result<(), Error> {
    Query::parse(request.query)?.finish(errors);
    Ok(())
}
