//! The flags for what sockets may take.

use std::time::Duration;

use clap::{Arg, ArgMatches, value_parser};

use super::options::{flag, number};
use crate::engine::SocketLimits;

/// A flag that takes a number between these.
fn limit(
    name: &'static str,
    value: &'static str,
    variable: &'static str,
    help: &'static str,
    range: std::ops::RangeInclusive<u64>,
    default: u64,
) -> Arg {
    flag(name, value, &[variable], help)
        .value_parser(value_parser!(u64).range(range))
        .default_value(default.to_string())
}

/// The flags.
pub(super) fn flags() -> [Arg; 7] {
    let defaults = SocketLimits::default();
    [
        limit(
            "socket-limit",
            "N",
            "SOCKET_LIMIT",
            "The most sockets at a time",
            1..=1_000_000,
            defaults.open as u64,
        ),
        limit(
            "socket-message-limit",
            "BYTES",
            "SOCKET_MESSAGE_LIMIT",
            "The most bytes in one message of a socket",
            1..=64 * 1024 * 1024,
            defaults.message as u64,
        ),
        limit(
            "socket-ping",
            "SECONDS",
            "SOCKET_PING",
            "How long a socket may be silent before it is pinged, and then again before it is closed",
            1..=3_600,
            defaults.ping.as_secs(),
        ),
        limit(
            "socket-queue",
            "MESSAGES",
            "SOCKET_QUEUE",
            "The most messages that wait for one socket",
            1..=100_000,
            defaults.queue as u64,
        ),
        limit(
            "socket-requests",
            "N",
            "SOCKET_REQUESTS",
            "The most requests of one socket that are answered at a time",
            1..=1_000,
            defaults.requests as u64,
        ),
        limit(
            "socket-timeout",
            "SECONDS",
            "SOCKET_TIMEOUT",
            "How long the answer to a request of a socket may take",
            1..=3_600,
            defaults.answer.as_secs(),
        ),
        limit(
            "socket-subscriptions",
            "N",
            "SOCKET_SUBSCRIPTIONS",
            "The most subscriptions of one socket",
            1..=100_000,
            defaults.subscriptions as u64,
        ),
    ]
}

/// Reads them.
pub(super) fn read(matches: &ArgMatches, limits: &mut SocketLimits) {
    let size = |name, default: usize| usize::try_from(number(matches, name, default as u64)).unwrap_or(default);
    let seconds = |name, default: Duration| Duration::from_secs(number(matches, name, default.as_secs()));
    limits.open = size("socket-limit", limits.open);
    limits.message = size("socket-message-limit", limits.message);
    limits.ping = seconds("socket-ping", limits.ping);
    limits.queue = size("socket-queue", limits.queue);
    limits.requests = size("socket-requests", limits.requests);
    limits.answer = seconds("socket-timeout", limits.answer);
    limits.subscriptions = size("socket-subscriptions", limits.subscriptions);
}
