//! Limits of connections: number, time and memory.

use crate::cli::config::flag::Flag;

/// The most bytes that a limit of memory may be: a tebibyte.
const MOST: u64 = 1 << 40;
/// The least of them: a mebibyte.
const LEAST: u64 = 1 << 20;

pub(super) fn flags() -> Vec<Flag> {
    vec![
        Flag::whole("connection-limit", &["CONNECTION_LIMIT"], 1..=1_000_000, |it| {
            &mut it.limits.connections
        })
        .help("The most connections at a time, sockets not counted; others wait"),
        Flag::optional_whole("address-limit", &["ADDRESS_LIMIT"], 0..=1_000_000, |it| {
            &mut it.address_limit
        })
        .default("1000, none from this machine or with --trust-proxy")
        .help("The most connections from one address, sockets included; others are closed; 0: no limit"),
        Flag::seconds("head-timeout", &["HEAD_TIMEOUT"], 1..=3_600, |it| {
            &mut it.limits.header_read
        })
        .help("How long the head of a request may take to arrive")
        .more("From its first byte on; for the first request, from the beginning of the connection."),
        Flag::whole("head-limit", &["HEAD_LIMIT"], 8_192..=1_048_576, |it| {
            &mut it.limits.header_bytes
        })
        .unit("BYTES")
        .help("The most bytes in the head of a request"),
        Flag::seconds("body-timeout", &["BODY_TIMEOUT"], 1..=3_600, |it| {
            &mut it.limits.body_read
        })
        .help("How long a body may take to arrive; every 8 KiB that arrive add a second"),
        Flag::seconds("keep-alive", &["KEEP_ALIVE"], 1..=3_600, |it| &mut it.limits.keep_alive)
            .help("How long a connection may be idle between two requests"),
        Flag::seconds("write-timeout", &["WRITE_TIMEOUT"], 1..=3_600, |it| {
            &mut it.limits.write
        })
        .help("How long a client may leave a reply unread; every 8 KiB read add a second"),
        Flag::seconds("drain-timeout", &["DRAIN_TIMEOUT"], 1..=3_600, |it| {
            &mut it.limits.drain
        })
        .help("How long open requests and sockets may take to end once the server is stopped"),
        Flag::whole("unsent-limit", &["UNSENT_LIMIT"], LEAST..=MOST, |it| {
            &mut it.limits.unsent
        })
        .unit("BYTES")
        .help("The most bytes of large replies that wait to be read by clients")
        .more("Above that, large replies are 503."),
        Flag::optional_whole("unsent-address-limit", &["UNSENT_ADDRESS_LIMIT"], 0..=MOST, |it| {
            &mut it.unsent_address_limit
        })
        .unit("BYTES")
        .default("an eighth of --unsent-limit, none with --trust-proxy")
        .help("The most of these bytes to one address; 0: no limit")
        .more("A single reply may be larger."),
        Flag::whole(
            "unsent-connection-limit",
            &["UNSENT_CONNECTION_LIMIT"],
            65_536..=MOST,
            |it| &mut it.limits.unsent_connection,
        )
        .unit("BYTES")
        .help("The most of these bytes to one connection, and at most a quarter of its address's; further replies wait")
        .more("A single reply may be larger."),
    ]
}
