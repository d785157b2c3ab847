//! The operations, as ordinary functions over `&'static Resource`.
//!
//! Every request goes the same way: `parse` turns query, path and body into typed values and collects all violations, `statement`
//! builds a statement of them, the executor runs it, `rows` renders the result as JSON. `ops` has a file for each operation.
//!
//! Fields are named by their index in the resource. The indices come from the declaration, which is checked at compile time, so
//! `resource.fields[index]` can't panic.

mod client_error;
mod commit;
mod commit_order;
mod conflict;
mod credentials;
mod ctx;
mod declared;
mod guard;
mod hash;
mod hooks;
mod hosts;
mod listing;
mod ops;
mod origins;
mod owner;
mod page;
mod parents;
mod parse;
mod precondition;
mod principal;
mod publish;
mod rate_limit;
mod record_json;
mod related;
mod request;
mod rows;
mod scope;
mod seed;
mod services;
mod settings;
mod statement;
#[cfg(test)]
mod tests;
mod transaction;
mod typed;
mod visible_fields;

pub(crate) use client_error::{ClientError, is_error};
pub(crate) use commit_order::CommitOrder;
pub use credentials::{Credentials, Secret};
pub use ctx::Ctx;
pub(crate) use ctx::{RequestInfo, Values};
pub use declared::{Declared, OwnRow};
pub(crate) use declared::{location, read as read_record, read_stored as read_stored_record, row as row_of};
pub(crate) use guard::{Admitted, Denial, Guard, PresentedCredentials, may_see_rows};
pub use guard::{Check, checked};
#[cfg(feature = "docs")]
pub(crate) use hash::entity_tag;
pub(crate) use hooks::{Draft, Hook, Seen};
pub use hooks::{Hooks, HooksOf, call_hook};
pub use hosts::AllowedHost;
pub(crate) use hosts::{Host, is_served, may_appear_in_links};
pub(crate) use listing::{Listing, RowFilter};
pub use origins::AllowedOrigin;
pub(crate) use parse::Query;
pub use principal::Principal;
pub(crate) use publish::{Message, NoopPublisher, Publish};
#[cfg(feature = "testing")]
pub use rate_limit::ManualClock;
#[cfg(feature = "redis")]
pub(crate) use rate_limit::RedisStore;
pub(crate) use rate_limit::{Caller, Left, Policy, RateLimits, Verdict};
pub(crate) use record_json::{write as write_record, write_stored as write_stored_record};
pub use related::{ComputedFn, Viewer};
pub(crate) use request::{Outcome, Reply, Request, RequestContext, log_unavailable};
pub(crate) use seed::{Seed, insert_seed, read as read_seed};
pub(crate) use services::Services;
pub use settings::{DocsTheme, Settings, SocketLimits};
pub use typed::Ops;
pub(crate) use typed::read_visible;
pub(crate) use visible_fields::{as_reply, reader_sees, with_reader};

use self::parents::Parents;
use self::scope::RequestScope;
use crate::db::Pending;
use crate::error::Error;
use crate::meta::OperationKind;

/// Runs one operation of one resource.
///
/// # Errors
///
/// [`Error::Unauthorized`] if the resource has an owner and there is no principal, before anything else is looked at; then [`Error::NotFound`] if a
/// row in the path can't be there; [`Error::Malformed`]
/// and [`Error::Invalid`] for requests that violate rules; [`Error::NotFound`], [`Error::PreconditionFailed`] and
/// [`Error::PreconditionRequired`] for the row; those of hooks and of the [`Executor`](crate::db::Executor).
pub(crate) async fn run(context: &dyn RequestContext, request: Request<'_>) -> Result<Reply, Error> {
    let scope = RequestScope::of_request(context, request.resource, request.operation.kind.of_rows())?;
    let scope = scope.below(Parents::of(request.resource, context, &request.parents)?);
    // What failed was rolled back and nothing was published.
    match scope.database().retry(|| once(&scope, &request)).await {
        Err(Error::NotFound) => Err(scope.owner.missing(&scope, &request).await?),
        done => done,
    }
}

async fn once(scope: &RequestScope<'_>, request: &Request<'_>) -> Result<Reply, Error> {
    // On the heap each operation takes only the memory that it needs. Inline, the future of every request would be as large as the largest operation.
    let reply: Pending<'_, Reply> = match request.operation.kind {
        OperationKind::List => Box::pin(ops::list::list(scope, request)),
        OperationKind::Create => Box::pin(ops::create::create(scope, request)),
        OperationKind::CreateMany => Box::pin(ops::create_many::create_many(scope, request)),
        OperationKind::Read => Box::pin(ops::read::read(scope, request)),
        OperationKind::Update => Box::pin(ops::update::update(scope, request)),
        OperationKind::Put => Box::pin(ops::put::put(scope, request)),
        OperationKind::Delete => Box::pin(ops::delete::delete(scope, request)),
        OperationKind::DeleteMany => Box::pin(ops::delete_many::delete_many(scope, request)),
        OperationKind::Link => Box::pin(ops::link::link(scope, request)),
        OperationKind::Unlink => Box::pin(ops::link::unlink(scope, request)),
    };
    reply
        .await
        .map_err(|error| conflict::in_body(request.resource, request.operation.kind, error))
}
