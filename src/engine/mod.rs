//! The operations, as ordinary functions over `&'static Resource`.
//!
//! Every request takes the same way: `parse` turns query, path and body into typed values and gathers all breaches, `statement`
//! builds one statement of them, the executor runs it, `rows` turns the result into JSON. `ops` holds one such way for each operation.
//!
//! Fields are named by their index in the resource. Those indices come from the declaration, whose check at compile time is what
//! makes `resource.fields[index]` safe to write.

mod commit;
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
mod order;
mod owner;
mod page;
mod parse;
mod precondition;
mod principal;
mod publish;
mod request;
mod rows;
mod seed;
mod settings;
mod statement;
#[cfg(test)]
mod tests;
mod transaction;
mod typed;

pub use credentials::{Credentials, Secret};
pub use ctx::Ctx;
pub(crate) use ctx::{RequestInfo, Values};
pub use declared::Declared;
pub(crate) use declared::{location, read as read_record, read_all as read_records};
pub(crate) use guard::{Admitted, Brought, Denial, Guard};
pub use guard::{Check, checked};
#[cfg(feature = "docs")]
pub(crate) use hash::entity_tag;
pub(crate) use hooks::{Draft, Hook, Seen};
pub use hooks::{Hooks, HooksOf, call_hook};
pub use hosts::AllowedHost;
pub(crate) use hosts::{Host, is_served, may_be_told};
pub(crate) use listing::{Chosen, Listing};
pub(crate) use order::Order;
pub(crate) use parse::Query;
pub use principal::Principal;
pub(crate) use publish::{Message, Nobody, Publish};
pub(crate) use request::{Context, Outcome, Reply, Request};
pub(crate) use seed::{Seed, plant, read as read_seed};
pub use settings::{DocsTheme, Settings, SocketLimits};
pub use typed::Ops;

use crate::db::{Pending, TRIES, may_run_again};
use crate::error::Error;
use crate::meta::OperationKind;

/// Runs one operation of one resource.
///
/// # Errors
///
/// [`Error::Malformed`] and [`Error::Invalid`] for requests that break the rules, [`Error::NotFound`], [`Error::PreconditionFailed`]
/// and [`Error::PreconditionRequired`] for rows that can't be had so, those of [`Owner::of`](owner::Owner::of), and those of the [`Executor`](crate::db::Executor).
pub(crate) async fn run(cx: &Context, request: Request<'_>) -> Result<Reply, Error> {
    // Who may do nothing at all is told so before anything else is looked at.
    request.owner()?;
    for _ in 1..TRIES {
        match once(cx, &request).await {
            // Its transaction is gone, and nothing was told of it: it begins anew.
            Err(error) if may_run_again(&error) => {}
            ended => return ended,
        }
    }
    once(cx, &request).await
}

async fn once(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    // On the heap each takes what it needs. In place every request would carry the largest of them through all futures around.
    let reply: Pending<'_, Reply> = match request.operation.kind {
        OperationKind::List => Box::pin(ops::list::list(cx, request)),
        OperationKind::Create => Box::pin(ops::create::create(cx, request)),
        OperationKind::CreateMany => Box::pin(ops::bulk::create_many(cx, request)),
        OperationKind::Read => Box::pin(ops::read::read(cx, request)),
        OperationKind::Update => Box::pin(ops::update::update(cx, request)),
        OperationKind::Put => Box::pin(ops::put::put(cx, request)),
        OperationKind::Delete => Box::pin(ops::delete::delete(cx, request)),
        OperationKind::DeleteMany => Box::pin(ops::bulk::delete_many(cx, request)),
    };
    reply
        .await
        .map_err(|error| conflict::in_properties(request.resource, error))
}
