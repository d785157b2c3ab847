//! What the macros of `op` items need.

use crate::db::Pending;
use crate::error::Error;
use crate::handler::{Answer, Argument, Body, Reply as Answers};
use crate::meta::{ArgumentPlace, Build, Docs, Field, InOp, Operation, Resource};
use crate::types::FieldType;

/// Begins a parameter of type `T`.
#[must_use]
pub const fn argument_field<T: Argument>(name: &'static str, docs: Docs) -> Build<T::Base, InOp> {
    Field::argument(name, docs, T::SCHEMA)
}

/// Begins a body of type `T`, which takes no options but those of every field.
#[must_use]
pub const fn body_field<T: Body>(name: &'static str, docs: Docs) -> Build<T, InOp> {
    Field::argument(name, docs, T::SHAPE.schema)
}

/// Begins the payload of a socket's method: JSON, whatever it is.
#[must_use]
pub const fn payload_field<T: FieldType>(name: &'static str) -> Build<T, InOp> {
    Field::argument(name, &[], T::SCHEMA)
}

/// An argument that was taken without a breach. Lent, since one that is declared twice would be moved twice, of which the compiler would
/// tell beside `meta::check`.
///
/// # Errors
///
/// [`Error::Internal`] if it wasn't, of which the request's end would have told.
pub fn given<T>(argument: &mut Option<T>) -> Result<T, Error> {
    argument
        .take()
        .ok_or_else(|| Error::internal("an argument without value, and no breach"))
}

/// What the handler of an op answers: it is `async fn(ctx: Ctx, ..) -> Result<R, Error>`.
///
/// Boxed: with a type of its own, the compiler would tell of a wrong handler once for each use of that. Its future's type stands in no
/// list of generics, since the compiler would point there and not at the handler.
pub fn answer<R: Answers>(
    handler: impl Future<Output = Result<R, Error>> + Send + 'static,
) -> Pending<'static, Answer> {
    Box::pin(async move { handler.await?.into_answer() })
}

/// The resource of a list's parameters with another list than its own.
///
/// # Panics
///
/// At compile time, if `place` isn't that of a list's parameters.
#[must_use]
#[track_caller]
pub const fn paged(place: ArgumentPlace, operations: &'static [Operation]) -> Resource {
    match place {
        ArgumentPlace::Listing(resource) => Resource {
            operations,
            ..*resource
        },
        _ => panic!("`list(..)` is an option of the `Query` of a resource; take it out"),
    }
}
