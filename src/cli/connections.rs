//! The flags for limits of connections.

use std::time::Duration;

use clap::{Arg, ArgMatches};

use super::options::{flag, number, whole};
use crate::http::{Limits, PerAddress};

/// The flags.
pub(super) fn flags() -> [Arg; 5] {
    let defaults = Limits::default();
    [
        flag(
            "connection-limit",
            "N",
            &["CONNECTION_LIMIT"],
            "The most connections with requests at a time; others wait",
        )
        .value_parser(whole(1..=1_000_000_u64))
        .default_value(defaults.connections.to_string()),
        flag(
            "address-limit",
            "N",
            &["ADDRESS_LIMIT"],
            "The most connections from one address, sockets included; others are closed; 0: no limit \
             [default: 1000, none from this machine or with --trust-proxy]",
        )
        .value_parser(whole(0..=1_000_000_u64)),
        flag(
            "keep-alive",
            "SECONDS",
            &["KEEP_ALIVE"],
            "How long a connection may be idle between two requests",
        )
        .value_parser(whole(1..=3_600_u64))
        .default_value(defaults.keep_alive.as_secs().to_string()),
        flag(
            "write-timeout",
            "SECONDS",
            &["WRITE_TIMEOUT"],
            "How long a client may leave a reply unread; every 8 KiB read adds a second",
        )
        .value_parser(whole(1..=3_600_u64))
        .default_value(defaults.write.as_secs().to_string()),
        flag(
            "unsent-limit",
            "BYTES",
            &["UNSENT_LIMIT"],
            "The most bytes of large replies that wait to be read by clients",
        )
        .value_parser(whole(1024 * 1024..=1_u64 << 40))
        .default_value(defaults.unsent.to_string()),
    ]
}

/// Reads them.
pub(super) fn read(matches: &ArgMatches) -> Limits {
    let defaults = Limits::default();
    let seconds = |name, default: Duration| Duration::from_secs(number(matches, name, default.as_secs()));
    let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let unsent = number(matches, "unsent-limit", defaults.unsent);
    // Behind a proxy, all clients have one address: they share all that there is.
    let is_proxied = number(matches, "trust-proxy", 0_usize) > 0;
    let share = (!is_proxied).then_some(unsent / PerAddress::SHARE);
    Limits {
        connections: size(number(matches, "connection-limit", defaults.connections as u64)),
        per_address: match matches.get_one::<u64>("address-limit") {
            Some(0) => None,
            Some(most) => Some(PerAddress {
                connections: size(*most),
                loopback: true,
                unsent: share,
            }),
            None if is_proxied => None,
            None => defaults.per_address.map(|limit| PerAddress { unsent: share, ..limit }),
        },
        keep_alive: seconds("keep-alive", defaults.keep_alive),
        write: seconds("write-timeout", defaults.write),
        unsent,
        unsent_connection: defaults.unsent_connection.min(unsent),
        ..defaults
    }
}

#[cfg(test)]
mod tests {
    use clap::Command;

    use super::*;

    fn limits(flags: &[&str]) -> Option<Limits> {
        let proxy = super::super::hosts::trust_proxy();
        let command = Command::new("serve").args(super::flags()).arg(proxy);
        let matches = command.try_get_matches_from([&["serve"], flags].concat()).ok()?;
        Some(read(&matches))
    }

    #[test]
    fn limits_are_read_within_their_ranges() {
        #[track_caller]
        fn case(flag: &str, least: u64, most: u64, get: impl Fn(&Limits) -> u64) {
            let read = |number: u64| limits(&[&format!("--{flag}={number}")]);
            for number in [least, most] {
                assert_eq!(read(number).map(|limits| get(&limits)), Some(number), "{flag}");
            }
            for number in [least - 1, most + 1] {
                assert!(read(number).is_none(), "{flag}: {number}");
            }
            assert_eq!(get(&limits(&[]).unwrap()), get(&Limits::default()), "{flag}");
        }
        case("connection-limit", 1, 1_000_000, |limits| limits.connections as u64);
        case("keep-alive", 1, 3_600, |limits| limits.keep_alive.as_secs());
        case("write-timeout", 1, 3_600, |limits| limits.write.as_secs());
        case("unsent-limit", 1 << 20, 1 << 40, |limits| limits.unsent);
    }

    #[test]
    fn each_flag_is_listed_with_its_variable_and_default() {
        let command = Command::new("serve").args(super::flags());
        let help = command
            .try_get_matches_from(["serve", "--help"])
            .unwrap_err()
            .to_string();
        for (flag, variable, default) in [
            ("--connection-limit", "CONNECTION_LIMIT", "10000"),
            ("--address-limit", "ADDRESS_LIMIT", "1000"),
            ("--keep-alive", "KEEP_ALIVE", "75"),
            ("--write-timeout", "WRITE_TIMEOUT", "30"),
            ("--unsent-limit", "UNSENT_LIMIT", "536870912"),
        ] {
            let lines: String = help.lines().skip_while(|line| !line.contains(flag)).take(2).collect();
            assert!(lines.contains(&format!("[env: {variable}")), "{flag}: {help}");
            assert!(lines.contains(default), "{flag}: {help}");
        }
    }

    #[test]
    fn addresses_are_limited_unless_a_proxy_is_in_front() {
        #[track_caller]
        fn case(flags: &[&str], expected: Option<(usize, bool)>) {
            let limit = limits(flags).unwrap().per_address;
            assert_eq!(
                limit.map(|limit| (limit.connections, limit.loopback)),
                expected,
                "{flags:?}"
            );
        }
        case(&[], Some((1_000, false)));
        case(&["--trust-proxy"], None);
        case(&["--trust-proxy=2"], None);
        case(&["--trust-proxy=0"], Some((1_000, false)));
        case(&["--address-limit=0"], None);
        case(&["--address-limit=7"], Some((7, true)));
        case(&["--address-limit=7", "--trust-proxy"], Some((7, true)));
        assert!(limits(&["--address-limit=1000001"]).is_none());
    }
}
