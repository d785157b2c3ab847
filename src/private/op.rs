//! What the macros of `op` items need.

use std::any::TypeId;

use crate::db::Pending;
use crate::error::Error;
use crate::handler::{Answer, Argument, Body, Created, Reply as Answers};
use crate::meta::{self, ArgumentPlace, Build, Docs, Field, InOp, OpEnvelope, Operation, Resource};
use crate::types::{FieldType, OneWay, Schema};

/// Begins a parameter of type `T`.
#[must_use]
pub const fn argument_field<T: Argument<Base = B>, B: ?Sized>(name: &'static str, docs: Docs) -> Build<B, InOp> {
    Field::argument(name, docs, T::SCHEMA)
}

/// Begins a body of type `T`, which takes no options but those of every field.
#[must_use]
pub const fn body_field<T: Body>(name: &'static str, docs: Docs) -> Build<T, InOp> {
    Field::argument(name, docs, T::SHAPE.schema)
}

/// The place of a parameter of type `T`. A function, like the next ones: the compiler reports a type that doesn't fit at the argument of one.
#[must_use]
pub const fn argument_place<T: Argument>() -> ArgumentPlace {
    T::PLACE
}

/// The body of type `T`.
#[must_use]
pub const fn body_shape<T: Body>() -> meta::Body {
    T::SHAPE
}

/// The schema of type `T`.
#[must_use]
pub const fn schema_of<T: FieldType>() -> Schema {
    T::SCHEMA
}

/// Whether values of type `T` have properties that are in requests only, or in replies only.
pub fn one_way_of<T: FieldType>(seen: &mut Vec<TypeId>) -> OneWay {
    T::one_way(seen)
}

/// The reply of type `T`.
#[must_use]
pub const fn reply_shape<T: Answers>() -> meta::Reply {
    T::SHAPE
}

/// The reply of a [`Created`]. The type within it is named alone, so that an error about it is at the user's own token.
#[must_use]
pub const fn created_shape<T: FieldType>() -> meta::Reply {
    <Created<T> as Answers>::SHAPE
}

/// Several replies, as the first one holds the others.
#[must_use]
pub const fn several(replies: &'static [meta::Reply]) -> meta::Reply {
    meta::Reply {
        others: replies.split_at(1).1,
        ..replies[0]
    }
}

/// The answer of a handler that has chosen one of several replies.
///
/// # Errors
///
/// If it can't be rendered.
pub fn chosen<R: Answers>(reply: R, status: u16, envelope: OpEnvelope) -> Result<Answer, Error> {
    Ok(reply.into_answer(envelope)?.with_status(status))
}

/// The same for a [`Created`].
///
/// # Errors
///
/// If it can't be rendered.
pub fn chosen_created<T: FieldType>(reply: Created<T>, envelope: OpEnvelope) -> Result<Answer, Error> {
    chosen(reply, <Created<T> as Answers>::SHAPE.status, envelope)
}

/// Begins the payload of a socket's method: JSON, whatever it is.
#[must_use]
pub const fn payload_field<T: FieldType>(name: &'static str) -> Build<T, InOp> {
    Field::argument(name, &[], T::SCHEMA)
}

/// The value of an argument, once the request has passed validation. Borrowed, since an argument that is declared twice is moved
/// twice: the compiler would report that beside the check in `meta`.
///
/// # Errors
///
/// [`Error::Internal`] if it has no value.
pub fn given<T>(argument: &mut Option<T>) -> Result<T, Error> {
    argument
        .take()
        .ok_or_else(|| Error::internal("bug: an argument has no value, and gave no validation error"))
}

/// The answer of an op's handler, which is `async fn(ctx: Ctx, ..) -> Result<R, Error>`.
///
/// It is boxed: if it had a type of its own, the compiler would report a wrong handler once for each use of that type. The type of its
/// future is not a generic parameter, since the compiler would point at the list of parameters instead of the handler.
pub fn answer<R: Answers>(
    handler: impl Future<Output = Result<R, Error>> + Send + 'static,
    envelope: OpEnvelope,
) -> Pending<'static, Answer> {
    Box::pin(async move { handler.await?.into_answer(envelope) })
}

/// The errors of an op as an enum of the application's.
#[diagnostic::on_unimplemented(
    message = "`{Self}` isn't declared as the errors of an op",
    label = "not an enum of errors"
)]
pub trait OpErrors: Send + 'static {
    /// The statuses, with what they mean, in the order of the variants.
    const ERRORS: &'static [(u16, &'static str)];

    /// The error of a variant.
    fn into_error(self) -> Error;
}

/// An op whose errors are an enum. Something else may have the enum's name, but not the op's.
pub trait DeclaredErrors {
    /// The enum.
    type Errors: OpErrors;
}

/// A handler whose errors are an enum. It is boxed, as [`answer`] is.
pub fn with_errors<R: Answers, O: DeclaredErrors>(
    handler: impl Future<Output = Result<R, O::Errors>> + Send + 'static,
) -> Pending<'static, R> {
    Box::pin(async move { handler.await.map_err(O::Errors::into_error) })
}

/// A value as JSON.
pub fn json_of<T: FieldType>(value: &T) -> Vec<u8> {
    let mut json = Vec::new();
    value.write(&mut json);
    json
}

/// The resource of a `Query` parameter, with the operations that the parameter sets instead of its own.
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
        _ => panic!("`list(..)` is an option of the `Query` of a resource; remove it"),
    }
}
