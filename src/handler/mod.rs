//! The application's own operations: arguments in, one of several replies out.
//!
//! `op` items expand to a [`Handler`], which takes the arguments from a [`Call`] one after the other and gathers all breaches before
//! the user's function runs.

mod argument;
mod body;
mod bytes;
mod call;
mod form;
mod gathered;
mod filters;
mod incoming;
mod listing;
#[cfg(feature = "multipart")]
mod multipart;
mod record;
mod reply;

pub use argument::Argument;
pub use body::Body;
pub use bytes::ByteStream;
pub use call::Call;
pub use filters::FilterQuery;
pub use form::Form;
pub(crate) use incoming::{Incoming, collect};
pub use listing::ListQuery;
#[cfg(feature = "multipart")]
pub use multipart::{FilePart, Multipart, Part, Parts};
pub use record::{Create, Update};
pub(crate) use reply::AnswerKind;
pub use reply::{Answer, Created, NoContent, Page, Reply};

use crate::db::Pending;
use crate::engine::Ctx;
use crate::error::Error;
use crate::meta::{Function, Op};

/// What an op runs: the user's function, and how its arguments are taken from a request.
pub struct Handler(pub for<'r> fn(Ctx, Call<'r>) -> Pending<'r, Answer>);

impl Handler {
    /// The handler as metadata carries it.
    #[must_use]
    pub const fn function(&'static self) -> Function {
        Function::of(self)
    }
}

/// Runs an op.
///
/// # Errors
///
/// [`Error::Invalid`] and [`Error::NotFound`] for arguments that break the rules, those of the body, and those of the handler.
pub(crate) async fn run(op: &'static Op, ctx: Ctx, call: Call<'_>) -> Result<Answer, Error> {
    let handler: &Handler = op
        .handler
        .get()
        .ok_or_else(|| Error::internal("bug in warp-openapi: a handler of another type, please report it"))?;
    (handler.0)(ctx, call).await
}
