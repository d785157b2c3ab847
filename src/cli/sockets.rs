//! The flags for limits of sockets.

use std::time::Duration;

use clap::{Arg, ArgMatches};

use super::options::{flag, number, whole};
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
        .value_parser(whole(range))
        .default_value(default.to_string())
}

/// The flags.
pub(super) fn flags() -> [Arg; 8] {
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
            "socket-queue-bytes",
            "BYTES",
            "SOCKET_QUEUE_BYTES",
            "The most bytes of the messages that wait for one socket",
            1..=1024 * 1024 * 1024,
            defaults.queue_bytes as u64,
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
    limits.queue_bytes = size("socket-queue-bytes", limits.queue_bytes);
    limits.requests = size("socket-requests", limits.requests);
    limits.answer = seconds("socket-timeout", limits.answer);
    limits.subscriptions = size("socket-subscriptions", limits.subscriptions);
}

#[cfg(test)]
mod tests {
    use clap::Command;

    use super::*;

    fn limits(flags: &[String]) -> Option<SocketLimits> {
        let command = Command::new("serve").args(super::flags());
        let arguments = ["serve"].into_iter().chain(flags.iter().map(String::as_str));
        let matches = command.try_get_matches_from(arguments).ok()?;
        let mut limits = SocketLimits::default();
        read(&matches, &mut limits);
        Some(limits)
    }

    #[test]
    fn limits_are_read_within_their_ranges() {
        #[track_caller]
        fn case(flag: &str, most: u64, get: impl Fn(&SocketLimits) -> u64) {
            let read = |number: u64| limits(&[format!("--{flag}={number}")]);
            for number in [1, most] {
                assert_eq!(read(number).map(|limits| get(&limits)), Some(number), "{flag}");
            }
            for number in [0, most + 1] {
                assert!(read(number).is_none(), "{flag}: {number}");
            }
            assert_eq!(get(&limits(&[]).unwrap()), get(&SocketLimits::default()), "{flag}");
        }
        case("socket-limit", 1_000_000, |limits| limits.open as u64);
        case("socket-message-limit", 64 << 20, |limits| limits.message as u64);
        case("socket-ping", 3_600, |limits| limits.ping.as_secs());
        case("socket-queue", 100_000, |limits| limits.queue as u64);
        case("socket-queue-bytes", 1 << 30, |limits| limits.queue_bytes as u64);
        case("socket-requests", 1_000, |limits| limits.requests as u64);
        case("socket-timeout", 3_600, |limits| limits.answer.as_secs());
        case("socket-subscriptions", 100_000, |limits| limits.subscriptions as u64);
    }
}
