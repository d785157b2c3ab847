//! Limits of the server, of sockets and of statements.

use std::time::Duration;

use super::{configuration, read};
use crate::cli::config::{Configuration, table};
use crate::http::{Limits, PerAddress};

#[test]
fn numbers_are_read_within_their_ranges() {
    let mut ranges = 0;
    for flag in table::flags() {
        let Some((least, most)) = flag.range.as_deref().and_then(|range| range.split_once(" to ")) else {
            continue;
        };
        let (least, most): (u64, u64) = (least.parse().unwrap(), most.parse().unwrap());
        let accepts = |number: &str| read(&[&format!("--{}={number}", flag.name)], &[]).is_ok();
        for number in [least, most] {
            assert!(accepts(&number.to_string()), "{}: {number}", flag.name);
        }
        let below = i128::from(least) - 1;
        for number in [below.to_string(), (u128::from(most) + 1).to_string(), "soon".to_owned()] {
            assert!(!accepts(&number), "{}: {number}", flag.name);
        }
        ranges += 1;
    }
    assert!(ranges > 30, "{ranges}");
}

#[test]
fn flags_reach_the_limits() {
    #[track_caller]
    fn case(flag: &str, number: u64, get: impl Fn(&Limits) -> u64) {
        let limits = configuration(&[&format!("--{flag}={number}")]).limits();
        assert_eq!(get(&limits), number, "{flag}");
        assert_eq!(get(&configuration(&[]).limits()), get(&Limits::default()), "{flag}");
        assert_ne!(get(&Limits::default()), number, "{flag}: this shows nothing");
    }
    case("connection-limit", 7, |limits| limits.connections as u64);
    case("head-timeout", 7, |limits| limits.header_read.as_secs());
    case("head-limit", 8_192, |limits| limits.header_bytes.into());
    case("body-timeout", 7, |limits| limits.body_read.as_secs());
    case("keep-alive", 7, |limits| limits.keep_alive.as_secs());
    case("write-timeout", 7, |limits| limits.write.as_secs());
    case("handler-timeout", 7, |limits| limits.handler.as_secs());
    case("drain-timeout", 7, |limits| limits.drain.as_secs());
    case("unsent-limit", 1 << 20, |limits| limits.unsent);
    case("unsent-connection-limit", 1 << 17, |limits| limits.unsent_connection);
}

#[test]
fn each_limit_of_the_server_has_a_flag() {
    // A field without a flag doesn't compile here, and one that no line names isn't used.
    let Limits {
        header_read: _head_timeout,
        keep_alive: _keep_alive,
        body_read: _body_timeout,
        write: _write_timeout,
        handler: _handler_timeout,
        drain: _drain_timeout,
        connections: _connection_limit,
        per_address: _address_limit,
        header_bytes: _head_limit,
        unsent: _unsent_limit,
        unsent_connection: _unsent_connection_limit,
    } = Limits::default();
    for name in [
        "head-timeout",
        "keep-alive",
        "body-timeout",
        "write-timeout",
        "handler-timeout",
        "drain-timeout",
        "connection-limit",
        "address-limit",
        "head-limit",
        "unsent-limit",
        "unsent-address-limit",
        "unsent-connection-limit",
    ] {
        assert!(table::flags().any(|flag| flag.name == name), "{name}");
    }
}

#[test]
fn addresses_are_limited_unless_a_proxy_is_in_front() {
    #[track_caller]
    fn case(flags: &[&str], expected: Option<(usize, bool)>) {
        let limit = configuration(flags).limits().per_address;
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
}

#[test]
fn an_address_has_a_share_of_the_unsent_bytes() {
    #[track_caller]
    fn case(flags: &[&str], expected: Option<u64>) {
        let limit = configuration(flags).limits().per_address;
        assert_eq!(limit.and_then(|limit| limit.unsent), expected, "{flags:?}");
    }
    case(&[], Some(Limits::default().unsent / PerAddress::SHARE));
    case(&["--unsent-limit=8388608"], Some(1 << 20));
    case(&["--trust-proxy"], None);
    case(&["--trust-proxy", "--address-limit=7"], None);
    case(&["--unsent-address-limit=0"], None);
    case(&["--unsent-address-limit=5"], Some(5));
    case(&["--unsent-address-limit=5", "--trust-proxy"], Some(5));
    case(&["--unsent-address-limit=5", "--address-limit=0"], Some(5));
}

#[test]
fn one_connection_has_no_more_than_all() {
    let limits = configuration(&["--unsent-limit=1048576"]).limits();
    assert_eq!(limits.unsent_connection, 1 << 20);
}

#[test]
fn a_statement_ends_before_its_answer_has_to_be_there() {
    let times = |flags: &[&str]| {
        let pool = pool(&configuration(flags));
        (pool.0.as_secs(), pool.1.as_secs())
    };
    assert_eq!(times(&[]), (30, 10));
    assert_eq!(times(&["--statement-timeout=59", "--lock-timeout=1"]), (59, 1));
    assert_eq!(times(&["--handler-timeout=5"]), (4, 4));
    assert_eq!(times(&["--handler-timeout=600"]), (30, 10));
    assert_eq!(times(&["--handler-timeout=600", "--statement-timeout=599"]), (599, 10));
}

fn pool(configuration: &Configuration) -> (Duration, Duration) {
    let database = configuration.database("tasks").unwrap();
    (database.pool().statement_timeout, database.pool().lock_timeout)
}

#[test]
fn flags_reach_the_pool() {
    let configuration = configuration(&[
        "--pool-min=1",
        "--pool-max=2",
        "--pool-timeout=3",
        "--pool-idle=4",
        "--pool-lifetime=0",
        "--connect-timeout=6",
        "--statement-cache=7",
        "--db-echo",
    ]);
    let database = configuration.database("tasks").unwrap();
    let pool = database.pool();
    assert_eq!((pool.min_connections, pool.max_connections), (1, 2));
    assert_eq!(pool.acquire_timeout, Duration::from_secs(3));
    assert_eq!(pool.idle_timeout, Duration::from_secs(4));
    assert_eq!(pool.max_lifetime, Duration::ZERO);
    assert_eq!(pool.connect_timeout, Duration::from_secs(6));
    assert_eq!((pool.statement_cache, pool.echo), (7, true));
}

#[test]
fn flags_reach_the_limits_of_sockets() {
    #[track_caller]
    fn case(flag: &str, get: impl Fn(&crate::engine::SocketLimits) -> u64) {
        let settings = configuration(&[&format!("--{flag}=7")]).settings().unwrap();
        assert_eq!(get(&settings.sockets), 7, "{flag}");
    }
    case("socket-limit", |limits| limits.open as u64);
    case("socket-message-limit", |limits| limits.message as u64);
    case("socket-ping", |limits| limits.ping.as_secs());
    case("socket-queue", |limits| limits.queue as u64);
    case("socket-queue-bytes", |limits| limits.queue_bytes as u64);
    case("socket-requests", |limits| limits.requests as u64);
    case("socket-timeout", |limits| limits.answer.as_secs());
    case("socket-subscriptions", |limits| limits.subscriptions as u64);
}
