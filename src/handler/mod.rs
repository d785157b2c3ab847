//! Operations of the application: they take arguments, and answer with a reply.
//!
//! An `op` item expands to a [`Handler`], which takes the arguments from a [`Call`] one after the other. All violations are collected before
//! the user's function runs.

mod argument;
mod body;
mod bytes;
mod call;
mod filters;
mod form;
mod form_to_json;
mod listing;
#[cfg(feature = "multipart")]
mod multipart;
mod record;
mod reply;
mod request_body;
mod row;

pub use argument::Argument;
pub use body::Body;
pub use bytes::ByteStream;
pub use call::Call;
pub use filters::FilterQuery;
pub use form::Form;
pub use listing::ListQuery;
#[cfg(feature = "multipart")]
pub use multipart::{FilePart, Multipart, Part, Parts};
pub use record::{Create, Update};
pub(crate) use reply::AnswerKind;
pub use reply::{Answer, Created, NoContent, Page, Reply};
pub(crate) use request_body::{Incoming, collect};
pub use row::{given_row, take_row};

use crate::db::Pending;
use crate::engine::{Ctx, with_reader};
use crate::error::Error;
use crate::meta::{Function, Op};
use crate::observe;

/// Takes the arguments of an op from a request and calls the user's function.
pub struct Handler(pub for<'r> fn(Ctx, Call<'r>) -> Pending<'r, Answer>);

impl Handler {
    /// The handler as metadata holds it.
    #[must_use]
    pub const fn function(&'static self) -> Function {
        Function::of(self)
    }
}

/// Runs an op.
///
/// # Errors
///
/// [`Error::Invalid`] and [`Error::NotFound`] for invalid arguments, those of the body, and those of the handler.
pub(crate) async fn run(op: &'static Op, ctx: Ctx, call: Call<'_>) -> Result<Answer, Error> {
    let handler: &Handler = op
        .handler
        .get()
        .ok_or_else(|| Error::internal("bug in warp-openapi: the function of an op is not a Handler"))?;
    observe::handler(with_reader(ctx.clone(), (handler.0)(ctx, call))).await
}
