//! Nothing is counted without the feature `metrics`.

use std::sync::Arc;
use std::time::Duration;

use http::Method;

use super::Route;

/// The requests of one route.
#[derive(Debug, Default)]
pub(crate) struct RouteMetrics {}

impl RouteMetrics {
    pub(crate) fn count(&self, _: &Method, _: u16, _: Duration) {}
}

pub(crate) fn of_route(route: Option<&Arc<Route>>) -> &RouteMetrics {
    route.map_or(&RouteMetrics {}, |route| route.metrics())
}

pub(crate) fn register(_: &Arc<Route>) {}

/// Something that lasts.
#[derive(Debug)]
pub(crate) struct Lasting;

/// A wait for the database.
pub(crate) type PoolWait = Lasting;

pub(crate) fn request() -> Lasting {
    Lasting
}

pub(crate) fn connection() -> Lasting {
    Lasting
}

pub(crate) fn pool_wait() -> PoolWait {
    Lasting
}

pub(crate) fn socket() -> Lasting {
    Lasting
}

#[cfg(any(feature = "postgres", feature = "redis"))]
pub(crate) fn broker_lost() -> Lasting {
    Lasting
}

/// The kind of a statement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StatementKind;

pub(crate) fn kind(_: &str) -> StatementKind {
    StatementKind
}

pub(crate) fn set_connection_limit(_: usize) {}
pub(crate) fn refused() {}
pub(crate) fn statement(_: StatementKind, _: Duration, _: bool) {}
pub(crate) fn socket_closed(_: Option<u16>) {}
pub(crate) fn message_received() {}
pub(crate) fn message_sent(_: bool) {}
pub(crate) fn published(_: bool) {}
pub(crate) fn delivered() {}
