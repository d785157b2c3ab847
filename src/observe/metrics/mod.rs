//! Numbers of the process for Prometheus. Others are counted where something happens; this is what all layers call for that.
//!
//! They are static: a process has one page of them, and none is looked up by its name. Their names and labels are data of
//! `definition.rs`, and `text.rs` writes the formats. Crates for that would cost requests a lookup by labels or a lock (prometheus-client's
//! histograms), memory until someone scrapes (metrics-exporter-prometheus), or lack one of the formats.

mod definition;
mod process;
mod routes;
#[cfg(test)]
mod tests;
mod text;
mod value;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use self::definition as of;
use self::process::Process;
pub(crate) use self::routes::{RouteMetrics, of_route, register};
use self::text::{Format, Text};
use self::value::{Counter, Gauge, Histogram};
use super::PoolState;

static IN_FLIGHT: Gauge = Gauge::new();
static CONNECTIONS: Gauge = Gauge::new();
static CONNECTION_LIMIT: AtomicUsize = AtomicUsize::new(0);
static REFUSED: Counter = Counter::new();
static POOL_WAITING: Gauge = Gauge::new();
static POOL_WAIT_TIME: Histogram = Histogram::new();
static SOCKETS: Gauge = Gauge::new();
static RECEIVED: Counter = Counter::new();
static QUEUED: Counter = Counter::new();
static DROPPED: Counter = Counter::new();
static PUBLISHED: Counter = Counter::new();
static NOT_PUBLISHED: Counter = Counter::new();
static DELIVERED: Counter = Counter::new();
static BROKER_LOST: Gauge = Gauge::new();
static BROKER_LOSSES: Counter = Counter::new();

/// The kinds of statements: their first word. All others share the last one.
const KINDS: [&str; 8] = [
    "select", "insert", "update", "delete", "with", "begin", "commit", "other",
];
static STATEMENTS: [(Histogram, Counter); KINDS.len()] = [const { (Histogram::new(), Counter::new()) }; KINDS.len()];

/// The codes of close frames that have a label of their own. A socket without one is lost, and all others share the last label.
const CODES: [(u16, &str); 8] = [
    (1000, "1000"),
    (1001, "1001"),
    (1002, "1002"),
    (1007, "1007"),
    (1009, "1009"),
    (1011, "1011"),
    (1013, "1013"),
    (0, "lost"),
];
static CLOSED: [Counter; CODES.len()] = [const { Counter::new() }; CODES.len()];

/// Something that lasts, counted while it does.
#[derive(Debug)]
pub(crate) struct Lasting(&'static Gauge);

impl Lasting {
    fn begin(gauge: &'static Gauge) -> Self {
        gauge.add(1);
        Self(gauge)
    }
}

impl Drop for Lasting {
    fn drop(&mut self) {
        self.0.add(-1);
    }
}

/// Counts a request that is answered.
pub(crate) fn request() -> Lasting {
    Lasting::begin(&IN_FLIGHT)
}

/// Counts an open connection.
pub(crate) fn connection() -> Lasting {
    Lasting::begin(&CONNECTIONS)
}

/// Sets the most connections at a time.
pub(crate) fn set_connection_limit(limit: usize) {
    CONNECTION_LIMIT.store(limit, Ordering::Relaxed);
}

/// Counts a connection that is closed because its address has too many.
pub(crate) fn refused() {
    REFUSED.add_one();
}

/// The kind of a statement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StatementKind(usize);

/// The kind of a statement.
pub(crate) fn kind(sql: &str) -> StatementKind {
    let word = sql.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let last = KINDS.len() - 1;
    let kind = KINDS[..last].iter().position(|kind| kind.eq_ignore_ascii_case(word));
    StatementKind(kind.unwrap_or(last))
}

/// Counts a statement.
pub(crate) fn statement(StatementKind(kind): StatementKind, took: Duration, failed: bool) {
    let (times, errors) = &STATEMENTS[kind];
    times.record(took);
    if failed {
        errors.add_one();
    }
}

/// A wait for a connection to the database, or for the turn to write.
#[derive(Debug)]
pub(crate) struct PoolWait {
    began: Instant,
    _waiting: Lasting,
}

impl Drop for PoolWait {
    fn drop(&mut self) {
        POOL_WAIT_TIME.record(self.began.elapsed());
    }
}

/// Counts a wait for the database.
pub(crate) fn pool_wait() -> PoolWait {
    PoolWait {
        began: Instant::now(),
        _waiting: Lasting::begin(&POOL_WAITING),
    }
}

/// Counts an open socket.
pub(crate) fn socket() -> Lasting {
    Lasting::begin(&SOCKETS)
}

/// Counts a socket that has ended, with this code of its close frame.
pub(crate) fn socket_closed(code: Option<u16>) {
    let place = CODES.iter().position(|(known, _)| *known == code.unwrap_or_default());
    // Sessions end with no other codes.
    CLOSED[place.unwrap_or(CODES.len() - 1)].add_one();
}

/// Counts a message of a socket's client.
pub(crate) fn message_received() {
    RECEIVED.add_one();
}

/// Counts a message for a socket's client, which is queued or not.
pub(crate) fn message_sent(queued: bool) {
    if queued { QUEUED.add_one() } else { DROPPED.add_one() }
}

/// Counts a message that was passed to the broker.
pub(crate) fn published(done: bool) {
    if done {
        PUBLISHED.add_one()
    } else {
        NOT_PUBLISHED.add_one()
    }
}

/// Counts a message that the broker has delivered.
pub(crate) fn delivered() {
    DELIVERED.add_one();
}

/// Counts a connection to the broker that is lost, until it is restored.
#[cfg_attr(
    not(any(feature = "postgres", feature = "redis")),
    allow(dead_code, reason = "a broker in memory has no connection")
)]
pub(crate) fn broker_lost() -> Lasting {
    BROKER_LOSSES.add_one();
    Lasting::begin(&BROKER_LOST)
}

/// The numbers as text, and its media type.
#[derive(Debug)]
pub(crate) struct Exposition {
    pub(crate) media_type: &'static str,
    pub(crate) text: String,
}

/// Writes all numbers, in the format that the header `Accept` asks for. `api` is its name and its version, `pool` the state of the database's
/// connections.
pub(crate) fn render(accept: Option<&str>, (name, version): (&str, &str), pool: Option<PoolState>) -> Exposition {
    let format = Format::of(accept);
    let mut text = Text::new(format);
    routes::write(&mut text);
    text.single(of::IN_FLIGHT, IN_FLIGHT.get());
    text.single(of::CONNECTIONS, CONNECTIONS.get());
    text.single(of::CONNECTION_LIMIT, CONNECTION_LIMIT.load(Ordering::Relaxed));
    text.single(of::REFUSED, REFUSED.get());
    text.begin(of::STATEMENT_TIME);
    for (kind, (times, _)) in KINDS.iter().zip(&STATEMENTS) {
        text.times(&[kind], &times.get());
    }
    text.begin(of::STATEMENT_ERRORS);
    for (kind, (_, errors)) in KINDS.iter().zip(&STATEMENTS) {
        text.sample(&[kind], errors.get());
    }
    if let Some(PoolState { open, idle, limit }) = pool {
        text.begin(of::POOL);
        text.sample(&["in_use"], open.saturating_sub(idle));
        text.sample(&["idle"], idle);
        text.single(of::POOL_LIMIT, limit);
    }
    text.single(of::POOL_WAITING, POOL_WAITING.get());
    text.begin(of::POOL_WAIT_TIME);
    text.times(&[], &POOL_WAIT_TIME.get());
    text.single(of::SOCKETS, SOCKETS.get());
    text.begin(of::SOCKETS_CLOSED);
    for ((_, code), count) in CODES.iter().zip(&CLOSED) {
        text.sample(&[code], count.get());
    }
    text.single(of::RECEIVED, RECEIVED.get());
    text.single(of::QUEUED, QUEUED.get());
    text.single(of::DROPPED, DROPPED.get());
    text.begin(of::PUBLISHED);
    text.sample(&["done"], PUBLISHED.get());
    text.sample(&["failed"], NOT_PUBLISHED.get());
    text.single(of::DELIVERED, DELIVERED.get());
    text.single(of::BROKER_LOST, BROKER_LOST.get());
    text.single(of::BROKER_LOSSES, BROKER_LOSSES.get());
    if let Some(process) = Process::read() {
        text.single(of::MEMORY, process.resident);
        text.single(of::VIRTUAL_MEMORY, process.virtual_memory);
        text.single(of::CPU, process.cpu);
        text.single(of::THREADS, process.threads);
        text.single(of::FILES, process.files);
        if let Some(limit) = process.file_limit {
            text.single(of::FILE_LIMIT, limit);
        }
        text.single(of::STARTED, process.started);
    }
    text.begin(of::BUILD);
    text.sample(&[name, version, env!("CARGO_PKG_VERSION")], 1);
    Exposition {
        media_type: format.media_type(),
        text: text.end(),
    }
}
