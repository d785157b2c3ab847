//! The state of one connection, and when it must end.

use std::time::Duration;

use tokio::time::Instant;

use super::limits::Limits;
use super::timed_body::time_for;

/// How long a connection may be idle while others wait for a slot.
pub(super) const IDLE_WHEN_FULL: Duration = Duration::from_secs(1);

/// How long a client that has just connected may take to send its first request once the server is stopped.
const FIRST_REQUEST_WHEN_STOPPING: Duration = Duration::from_secs(1);

/// How long an idle connection is still read once the server is stopped: a request may be in the kernel already.
pub(super) const FINAL_READ: Duration = Duration::from_millis(100);

/// While the budget for unsent replies is exhausted, the time of a client that doesn't read is divided by this.
const EXHAUSTED_DIVISOR: u32 = 6;

/// The state of the server, as far as its connections depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ServerState {
    /// More connections can be accepted.
    Open,
    /// The limit of connections is reached.
    Full,
    /// It was stopped.
    Stopping(Instant),
}

impl ServerState {
    pub(super) fn is_stopping(self) -> bool {
        matches!(self, Self::Stopping(_))
    }
}

/// Why a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EndReason {
    /// The head of a request took too long.
    Head,
    /// There was no request for too long.
    Idle,
    /// The client doesn't read its replies.
    Unread,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// It was accepted, and nothing was received.
    New,
    /// The head of a request arrives.
    Head,
    /// Requests are read or answered.
    Busy,
    /// All requests are answered.
    Idle,
}

/// The state of one connection.
#[derive(Debug)]
pub(super) struct ConnectionState {
    phase: Phase,
    since: Instant,
    head: Duration,
    keep_alive: Duration,
    /// How many requests are read or answered.
    requests: usize,
    http2: bool,
    /// HTTP/2 only: when the graceful shutdown was started (GOAWAY).
    shutdown: Option<Instant>,
    /// The time that the client has to read from the connection.
    writing: Allowance,
    /// HTTP/2 only: the time that it has to make room for chunks of replies, and how many are queued.
    streams: Allowance,
    chunks: usize,
    /// Whether the budget for unsent replies is exhausted.
    memory_exhausted: bool,
}

/// The time that a client has to read: some at the beginning, and more for bytes that it has read.
#[derive(Debug)]
struct Allowance {
    limit: Duration,
    left: Duration,
    since: Option<Instant>,
}

impl Allowance {
    fn new(limit: Duration) -> Self {
        Self {
            limit,
            left: limit,
            since: None,
        }
    }

    fn start(&mut self, now: Instant) {
        self.since.get_or_insert(now);
    }

    fn stop(&mut self, now: Instant, bytes: usize) {
        if let Some(since) = self.since.take() {
            self.left = self.left.saturating_sub(now - since);
        }
        self.left = self.limit.min(self.left.saturating_add(time_for(bytes)));
    }

    fn deadline(&self, memory_exhausted: bool) -> Option<Instant> {
        let left = if memory_exhausted {
            self.left.min(self.limit / EXHAUSTED_DIVISOR)
        } else {
            self.left
        };
        self.since.map(|since| since + left)
    }
}

impl ConnectionState {
    pub(super) fn new(limits: &Limits, now: Instant) -> Self {
        Self {
            phase: Phase::New,
            since: now,
            head: limits.header_read,
            keep_alive: limits.keep_alive,
            requests: 0,
            http2: false,
            shutdown: None,
            writing: Allowance::new(limits.write),
            streams: Allowance::new(limits.write),
            chunks: 0,
            memory_exhausted: false,
        }
    }

    /// Bytes were received. Empty lines before a request are ignored (RFC 9112, section 2.2).
    pub(super) fn received(&mut self, now: Instant, bytes: &[u8]) {
        let begins = !self.http2 && matches!(self.phase, Phase::New | Phase::Idle);
        if begins && !bytes.iter().all(|byte| b"\r\n".contains(byte)) {
            (self.phase, self.since) = (Phase::Head, now);
        }
    }

    /// A write is blocked, because the client doesn't read.
    pub(super) fn blocked(&mut self, now: Instant) {
        self.writing.start(now);
    }

    /// Bytes were written.
    pub(super) fn wrote(&mut self, now: Instant, bytes: usize) {
        self.writing.stop(now, bytes);
        // hyper may have finished a request while its reply is still being written.
        if !self.http2 && matches!(self.phase, Phase::Head | Phase::Idle) {
            self.since = now;
        }
    }

    /// The head of a request was received.
    pub(super) fn request_begins(&mut self, http2: bool) {
        self.http2 |= http2;
        self.requests += 1;
        self.phase = Phase::Busy;
    }

    /// A request was read and answered.
    pub(super) fn request_ends(&mut self, now: Instant) {
        self.requests = self.requests.saturating_sub(1);
        if self.requests == 0 {
            (self.phase, self.since) = (Phase::Idle, now);
        }
    }

    /// A chunk of a reply is queued in its stream.
    pub(super) fn chunk_queued(&mut self, now: Instant) {
        self.chunks += 1;
        self.streams.start(now);
    }

    /// Bytes of a chunk were sent.
    pub(super) fn chunk_sent(&mut self, now: Instant, bytes: usize) {
        self.streams.stop(now, bytes);
        if self.chunks > 0 {
            self.streams.start(now);
        }
    }

    /// A chunk was sent as a whole, or dropped with its stream.
    pub(super) fn chunk_done(&mut self, now: Instant) {
        self.chunks = self.chunks.saturating_sub(1);
        self.chunk_sent(now, 0);
    }

    /// Sets whether the budget for unsent replies is exhausted.
    pub(super) fn set_memory_exhausted(&mut self, exhausted: bool) {
        self.memory_exhausted = exhausted;
    }

    /// Whether a graceful shutdown is possible: HTTP/2, and it was not started before. It counts as started then.
    pub(super) fn start_shutdown(&mut self, now: Instant) -> bool {
        let first = self.http2 && self.shutdown.is_none();
        self.shutdown.get_or_insert(now);
        first
    }

    /// When the connection must end if nothing changes, and why.
    pub(super) fn due(&self, server: ServerState) -> Option<(Instant, EndReason)> {
        let unread = [&self.writing, &self.streams].map(|allowance| allowance.deadline(self.memory_exhausted));
        let unread = unread.into_iter().flatten().min().map(|at| (at, EndReason::Unread));
        // While a write is blocked, the next request can't be late.
        if self.writing.since.is_some() {
            return unread;
        }
        let phase = match (self.phase, server) {
            (Phase::New, ServerState::Stopping(at)) => Some((
                (self.since + self.head).min(at + FIRST_REQUEST_WHEN_STOPPING),
                EndReason::Head,
            )),
            (Phase::New | Phase::Head, _) => Some((self.since + self.head, EndReason::Head)),
            (Phase::Busy, ServerState::Stopping(at)) if self.http2 && self.shutdown.is_none() => {
                Some((at, EndReason::Idle))
            }
            (Phase::Busy, _) => None,
            (Phase::Idle, server) => {
                let at = match (self.shutdown, server) {
                    (Some(at), _) => self.since.max(at) + self.head,
                    (None, ServerState::Open) => self.since + self.keep_alive,
                    (None, ServerState::Full) => self.since + self.keep_alive.min(IDLE_WHEN_FULL),
                    (None, ServerState::Stopping(at)) => self.since.max(at) + FINAL_READ,
                };
                Some((at, EndReason::Idle))
            }
        };
        unread.into_iter().chain(phase).min_by_key(|(at, _)| *at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn connection() -> (ConnectionState, Instant) {
        let now = Instant::now();
        (ConnectionState::new(&Limits::default(), now), now)
    }

    #[test]
    fn a_head_has_less_time_than_an_idle_connection() {
        let (mut connection, now) = connection();
        let (head, idle) = (
            Some((now + SECOND * 10, EndReason::Head)),
            Some((now + SECOND * 75, EndReason::Idle)),
        );
        assert_eq!(connection.due(ServerState::Open), head);
        connection.received(now, b"G");
        connection.request_begins(false);
        assert_eq!(connection.due(ServerState::Open), None);
        connection.request_ends(now);
        assert_eq!(connection.due(ServerState::Open), idle);
        assert_eq!(connection.due(ServerState::Full), Some((now + SECOND, EndReason::Idle)));
        connection.received(now, b"\r\n");
        assert_eq!(connection.due(ServerState::Open), idle);
        connection.received(now, b"G");
        assert_eq!(connection.due(ServerState::Open), head);
    }

    #[test]
    fn a_byte_now_and_then_gains_no_time() {
        let (mut connection, begin) = connection();
        let mut now = begin;
        for _ in 0..29 {
            connection.blocked(now);
            now += SECOND;
            connection.wrote(now, 1);
        }
        connection.blocked(now);
        let (at, reason) = connection.due(ServerState::Open).unwrap();
        assert!(at < begin + SECOND * 31);
        assert_eq!(reason, EndReason::Unread);
        connection.wrote(now, 1024 * 1024);
        connection.blocked(now);
        assert_eq!(
            connection.due(ServerState::Open),
            Some((now + SECOND * 30, EndReason::Unread))
        );
    }

    #[test]
    fn a_client_that_reads_slowly_but_steadily_is_never_overdue() {
        let (mut connection, mut now) = connection();
        connection.request_begins(false);
        connection.request_ends(now);
        for _ in 0..1_000 {
            connection.blocked(now);
            assert!(connection.due(ServerState::Open).unwrap().0 > now + SECOND * 7);
            now += SECOND * 8;
            connection.wrote(now, 8 * 8 * 1024);
        }
        assert_eq!(
            connection.due(ServerState::Open),
            Some((now + SECOND * 75, EndReason::Idle))
        );
    }

    #[test]
    fn a_stopping_server_reads_requests_of_new_connections() {
        let (mut connection, now) = connection();
        let ending = ServerState::Stopping(now);
        assert_eq!(connection.due(ending), Some((now + SECOND, EndReason::Head)));
        connection.received(now, b"G");
        assert_eq!(connection.due(ending), Some((now + SECOND * 10, EndReason::Head)));
        connection.request_begins(false);
        connection.request_ends(now);
        assert_eq!(connection.due(ending), Some((now + FINAL_READ, EndReason::Idle)));
    }

    #[test]
    fn streams_without_progress_are_overdue() {
        let (mut connection, begin) = connection();
        connection.request_begins(true);
        connection.chunk_queued(begin);
        let now = begin + SECOND * 20;
        connection.chunk_queued(now);
        assert_eq!(
            connection.due(ServerState::Open),
            Some((begin + SECOND * 30, EndReason::Unread))
        );
        connection.chunk_sent(now, 16 * 1024);
        let twelve_seconds = Some((now + SECOND * 12, EndReason::Unread));
        assert_eq!(connection.due(ServerState::Open), twelve_seconds);
        connection.chunk_done(now);
        assert_eq!(connection.due(ServerState::Open), twelve_seconds);
        connection.chunk_done(now);
        assert_eq!(connection.due(ServerState::Open), None);
        connection.chunk_queued(now);
        assert_eq!(connection.due(ServerState::Open), twelve_seconds);
        connection.chunk_sent(now, 1024 * 1024);
        assert_eq!(
            connection.due(ServerState::Open),
            Some((now + SECOND * 30, EndReason::Unread))
        );
    }

    #[test]
    fn a_single_stream_that_takes_a_chunk_now_and_then_is_overdue() {
        let (mut connection, begin) = connection();
        connection.request_begins(true);
        connection.chunk_queued(begin);
        let now = begin + SECOND * 29;
        connection.chunk_sent(now, 16 * 1024);
        connection.chunk_done(now);
        connection.chunk_queued(now);
        assert_eq!(
            connection.due(ServerState::Open),
            Some((now + SECOND * 3, EndReason::Unread))
        );
    }

    #[test]
    fn clients_that_read_nothing_have_less_time_while_memory_is_exhausted() {
        let (mut connection, now) = connection();
        connection.request_begins(true);
        connection.chunk_queued(now);
        connection.blocked(now);
        for (exhausted, seconds) in [(true, 5), (false, 30)] {
            connection.set_memory_exhausted(exhausted);
            let at = now + SECOND * seconds;
            assert_eq!(connection.due(ServerState::Open), Some((at, EndReason::Unread)));
        }
    }

    #[test]
    fn streams_that_are_reset_gain_no_time_for_others() {
        let (mut connection, begin) = connection();
        connection.request_begins(true);
        connection.chunk_queued(begin);
        connection.chunk_queued(begin + SECOND * 5);
        connection.chunk_done(begin + SECOND * 30);
        let at = begin + SECOND * 30;
        assert_eq!(connection.due(ServerState::Open), Some((at, EndReason::Unread)));
    }

    #[test]
    fn a_graceful_shutdown_starts_once() {
        let (mut connection, now) = connection();
        connection.request_begins(true);
        assert_eq!(connection.due(ServerState::Stopping(now)), Some((now, EndReason::Idle)));
        assert!(connection.start_shutdown(now));
        assert_eq!(connection.due(ServerState::Stopping(now)), None);
        connection.request_ends(now);
        assert_eq!(
            connection.due(ServerState::Stopping(now)),
            Some((now + SECOND * 10, EndReason::Idle))
        );
        assert!(!connection.start_shutdown(now));
    }
}
