//! What the program does, for whoever is on call: a line of the log for each request, its trace, slow statements.
//!
//! The server begins an [`Observation`] with each request, and a [`RequestRecord`] that the task which answers has beside it. Layers that
//! learn something of the request put it there: its route, its principal, the time of its statements. When the reply is sent, or its
//! client has left, the observation ends.

mod access;
mod record;
mod route;
mod statement;
#[cfg(test)]
mod test_log;
mod trace;

pub(crate) use access::{ACCESS, Observation, SocketObservation, refused_head};
pub(crate) use record::{RequestRecord, current, handler, scope, scope_of_current};
pub(crate) use route::Route;
pub(crate) use statement::{StatementWatch, own};
#[cfg(test)]
pub(crate) use test_log::TestLog;
pub use trace::Trace;
