//! The operations, as ordinary functions over `&'static Resource`.
//!
//! Every request takes the same way: `parse` turns query, path and body into typed values and gathers all breaches, `statement`
//! builds one statement of them, the executor runs it, `rows` turns the result into JSON. `ops` holds one such way for each operation.
//!
//! Fields are named by their index in the resource. Those indices come from the declaration, whose check at compile time is what
//! makes `resource.fields[index]` safe to write.

mod conflict;
mod hash;
mod ops;
mod page;
mod parse;
mod precondition;
mod request;
mod rows;
mod settings;
mod statement;
#[cfg(test)]
mod tests;

pub(crate) use request::{Context, Outcome, Reply, Request};
pub use settings::Settings;

use crate::error::Error;
use crate::meta::{OperationKind, PagingStyle};

/// Runs one operation of one resource.
///
/// # Errors
///
/// [`Error::Malformed`] and [`Error::Invalid`] for requests that break the rules, [`Error::NotFound`], [`Error::PreconditionFailed`]
/// and [`Error::PreconditionRequired`] for rows that can't be had so, and those of the [`Executor`](crate::db::Executor).
pub(crate) async fn run(cx: &Context, request: Request<'_>) -> Result<Reply, Error> {
    let reply = match request.operation.kind {
        OperationKind::List => match request.operation.paging.style {
            PagingStyle::Offset => ops::list::by_offset(cx, &request).await,
            PagingStyle::Cursor(order) => ops::walk::by_cursor(cx, &request, order).await,
        },
        OperationKind::Create => ops::create::create(cx, &request).await,
        OperationKind::CreateMany => ops::bulk::create_many(cx, &request).await,
        OperationKind::Read => ops::read::read(cx, &request).await,
        OperationKind::Update => ops::update::update(cx, &request).await,
        OperationKind::Put => ops::put::put(cx, &request).await,
        OperationKind::Delete => ops::delete::delete(cx, &request).await,
        OperationKind::DeleteMany => ops::bulk::delete_many(cx, &request).await,
    };
    reply.map_err(|error| conflict::in_properties(request.resource, error))
}
