//! What one connection is doing, and when it will have been doing it for too long.

use std::time::Duration;

use tokio::time::Instant;

use super::clock::worth;
use super::limits::Limits;

/// How long a connection may be idle while others wait for a place.
pub(super) const IDLE_WHEN_FULL: Duration = Duration::from_secs(1);

/// How long a client that has connected may take to send its first request once the server is asked to end.
const LAST_REQUEST: Duration = Duration::from_secs(1);

/// How long an idle connection is listened to once the server is asked to end: what the client has sent by then is in the kernel.
pub(super) const LAST_LOOK: Duration = Duration::from_millis(100);

/// The part of its time that a client has to take something while the replies that wait leave no room for others.
const HURRY: u32 = 6;

/// The state of the server, as far as its connections depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ServerState {
    /// More connections can be accepted.
    Open,
    /// The limit of connections is reached.
    Full,
    /// It was asked to end.
    Ending(Instant),
}

impl ServerState {
    pub(super) fn is_ending(self) -> bool {
        matches!(self, Self::Ending(_))
    }
}

/// Why a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EndReason {
    /// The head of a request took too long.
    Head,
    /// There was no request for too long.
    Idle,
    /// The client doesn't read what it asked for.
    Unread,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// It was accepted, and nothing was read.
    New,
    /// The head of a request arrives.
    Head,
    /// There are requests without a whole reply.
    Busy,
    /// All requests are answered.
    Idle,
}

/// What one connection is doing.
#[derive(Debug)]
pub(super) struct Doing {
    phase: Phase,
    since: Instant,
    head: Duration,
    keep_alive: Duration,
    /// Requests without a whole reply.
    requests: usize,
    http2: bool,
    /// HTTP/2 only: when the client was told to send no more requests (GOAWAY).
    leaving: Option<Instant>,
    /// The time that the client has to take bytes off the connection.
    writing: Allowance,
    /// HTTP/2 only: the time that it has to make room for pieces of replies, and how many aren't sent.
    streams: Allowance,
    pieces: usize,
    /// Whether the replies that wait for clients leave no room for others.
    hurried: bool,
}

/// The time that a client has to take bytes: some at the beginning, more for bytes that it took.
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

    fn begin(&mut self, now: Instant) {
        self.since.get_or_insert(now);
    }

    fn end(&mut self, now: Instant, bytes: usize) {
        if let Some(since) = self.since.take() {
            self.left = self.left.saturating_sub(now - since);
        }
        self.left = self.limit.min(self.left.saturating_add(worth(bytes)));
    }

    fn runs_out(&self, hurried: bool) -> Option<Instant> {
        let left = if hurried {
            self.left.min(self.limit / HURRY)
        } else {
            self.left
        };
        self.since.map(|since| since + left)
    }
}

impl Doing {
    pub(super) fn new(limits: &Limits, now: Instant) -> Self {
        Self {
            phase: Phase::New,
            since: now,
            head: limits.header_read,
            keep_alive: limits.keep_alive,
            requests: 0,
            http2: false,
            leaving: None,
            writing: Allowance::new(limits.write),
            streams: Allowance::new(limits.write),
            pieces: 0,
            hurried: false,
        }
    }

    /// Bytes were received. Empty lines before a request mean nothing (RFC 9112, section 2.2).
    pub(super) fn received(&mut self, now: Instant, bytes: &[u8]) {
        let begins = !self.http2 && matches!(self.phase, Phase::New | Phase::Idle);
        if begins && !bytes.iter().all(|byte| b"\r\n".contains(byte)) {
            (self.phase, self.since) = (Phase::Head, now);
        }
    }

    /// The client must make room before more can be written.
    pub(super) fn blocked(&mut self, now: Instant) {
        self.writing.begin(now);
    }

    /// Bytes were written.
    pub(super) fn wrote(&mut self, now: Instant, bytes: usize) {
        self.writing.end(now, bytes);
        // hyper may be done with a request while its reply is still on the way.
        if !self.http2 && matches!(self.phase, Phase::Head | Phase::Idle) {
            self.since = now;
        }
    }

    /// The head of a request has come.
    pub(super) fn request_begins(&mut self, http2: bool) {
        self.http2 |= http2;
        self.requests += 1;
        self.phase = Phase::Busy;
    }

    /// A request is read and answered.
    pub(super) fn request_ends(&mut self, now: Instant) {
        self.requests = self.requests.saturating_sub(1);
        if self.requests == 0 {
            (self.phase, self.since) = (Phase::Idle, now);
        }
    }

    /// A piece of a reply waits to be sent in its stream.
    pub(super) fn piece_waits(&mut self, now: Instant) {
        self.pieces += 1;
        self.streams.begin(now);
    }

    /// So many bytes of a piece were sent.
    pub(super) fn piece_sent(&mut self, now: Instant, bytes: usize) {
        self.streams.end(now, bytes);
        if self.pieces > 0 {
            self.streams.begin(now);
        }
    }

    /// A piece was sent, or thrown away with its stream.
    pub(super) fn piece_ends(&mut self, now: Instant) {
        self.pieces = self.pieces.saturating_sub(1);
        self.piece_sent(now, 0);
    }

    /// Takes note whether the replies that wait for clients leave no room for others.
    pub(super) fn hurry(&mut self, hurried: bool) {
        self.hurried = hurried;
    }

    /// Says whether the client can be told to leave first, and takes it that it has been told.
    pub(super) fn leave(&mut self, now: Instant) -> bool {
        let first = self.http2 && self.leaving.is_none();
        self.leaving.get_or_insert(now);
        first
    }

    /// When the connection is to end if nothing changes, and why.
    pub(super) fn due(&self, server: ServerState) -> Option<(Instant, EndReason)> {
        let unread = [&self.writing, &self.streams].map(|allowance| allowance.runs_out(self.hurried));
        let unread = unread.into_iter().flatten().min().map(|at| (at, EndReason::Unread));
        // While bytes wait for the client, it is not the next request that is late.
        if self.writing.since.is_some() {
            return unread;
        }
        let phase = match (self.phase, server) {
            (Phase::New, ServerState::Ending(at)) => {
                Some(((self.since + self.head).min(at + LAST_REQUEST), EndReason::Head))
            }
            (Phase::New | Phase::Head, _) => Some((self.since + self.head, EndReason::Head)),
            (Phase::Busy, ServerState::Ending(at)) if self.http2 && self.leaving.is_none() => {
                Some((at, EndReason::Idle))
            }
            (Phase::Busy, _) => None,
            (Phase::Idle, server) => {
                let at = match (self.leaving, server) {
                    (Some(at), _) => self.since.max(at) + self.head,
                    (None, ServerState::Open) => self.since + self.keep_alive,
                    (None, ServerState::Full) => self.since + self.keep_alive.min(IDLE_WHEN_FULL),
                    (None, ServerState::Ending(at)) => self.since.max(at) + LAST_LOOK,
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

    fn doing() -> (Doing, Instant) {
        let now = Instant::now();
        (Doing::new(&Limits::default(), now), now)
    }

    #[test]
    fn a_head_has_less_time_than_an_idle_connection() {
        let (mut doing, now) = doing();
        let (head, idle) = (
            Some((now + SECOND * 10, EndReason::Head)),
            Some((now + SECOND * 75, EndReason::Idle)),
        );
        assert_eq!(doing.due(ServerState::Open), head);
        doing.received(now, b"G");
        doing.request_begins(false);
        assert_eq!(doing.due(ServerState::Open), None);
        doing.request_ends(now);
        assert_eq!(doing.due(ServerState::Open), idle);
        assert_eq!(doing.due(ServerState::Full), Some((now + SECOND, EndReason::Idle)));
        doing.received(now, b"\r\n");
        assert_eq!(doing.due(ServerState::Open), idle);
        doing.received(now, b"G");
        assert_eq!(doing.due(ServerState::Open), head);
    }

    #[test]
    fn one_byte_now_and_then_gains_nothing() {
        let (mut doing, begin) = doing();
        let mut now = begin;
        for _ in 0..29 {
            doing.blocked(now);
            now += SECOND;
            doing.wrote(now, 1);
        }
        doing.blocked(now);
        let (at, why) = doing.due(ServerState::Open).unwrap();
        assert!(at < begin + SECOND * 31);
        assert_eq!(why, EndReason::Unread);
        doing.wrote(now, 1024 * 1024);
        doing.blocked(now);
        assert_eq!(
            doing.due(ServerState::Open),
            Some((now + SECOND * 30, EndReason::Unread))
        );
    }

    #[test]
    fn a_client_that_takes_its_reply_slowly_but_steadily_is_never_overdue() {
        let (mut doing, mut now) = doing();
        doing.request_begins(false);
        doing.request_ends(now);
        for _ in 0..1_000 {
            doing.blocked(now);
            assert!(doing.due(ServerState::Open).unwrap().0 > now + SECOND * 7);
            now += SECOND * 8;
            doing.wrote(now, 8 * 8 * 1024);
        }
        assert_eq!(doing.due(ServerState::Open), Some((now + SECOND * 75, EndReason::Idle)));
    }

    #[test]
    fn a_server_that_ends_hears_those_who_have_just_connected() {
        let (mut doing, now) = doing();
        let ending = ServerState::Ending(now);
        assert_eq!(doing.due(ending), Some((now + SECOND, EndReason::Head)));
        doing.received(now, b"G");
        assert_eq!(doing.due(ending), Some((now + SECOND * 10, EndReason::Head)));
        doing.request_begins(false);
        doing.request_ends(now);
        assert_eq!(doing.due(ending), Some((now + LAST_LOOK, EndReason::Idle)));
    }

    #[test]
    fn streams_of_which_none_makes_room_are_overdue() {
        let (mut doing, begin) = doing();
        doing.request_begins(true);
        doing.piece_waits(begin);
        let now = begin + SECOND * 20;
        doing.piece_waits(now);
        assert_eq!(
            doing.due(ServerState::Open),
            Some((begin + SECOND * 30, EndReason::Unread))
        );
        doing.piece_sent(now, 16 * 1024);
        let twelve_seconds = Some((now + SECOND * 12, EndReason::Unread));
        assert_eq!(doing.due(ServerState::Open), twelve_seconds);
        doing.piece_ends(now);
        assert_eq!(doing.due(ServerState::Open), twelve_seconds);
        doing.piece_ends(now);
        assert_eq!(doing.due(ServerState::Open), None);
        doing.piece_waits(now);
        assert_eq!(doing.due(ServerState::Open), twelve_seconds);
        doing.piece_sent(now, 1024 * 1024);
        assert_eq!(
            doing.due(ServerState::Open),
            Some((now + SECOND * 30, EndReason::Unread))
        );
    }

    #[test]
    fn a_single_stream_that_takes_a_piece_now_and_then_is_overdue() {
        let (mut doing, begin) = doing();
        doing.request_begins(true);
        doing.piece_waits(begin);
        let now = begin + SECOND * 29;
        doing.piece_sent(now, 16 * 1024);
        doing.piece_ends(now);
        doing.piece_waits(now);
        assert_eq!(
            doing.due(ServerState::Open),
            Some((now + SECOND * 3, EndReason::Unread))
        );
    }

    #[test]
    fn clients_that_read_nothing_have_less_time_while_others_find_no_room() {
        let (mut doing, now) = doing();
        doing.request_begins(true);
        doing.piece_waits(now);
        doing.blocked(now);
        for (hurried, seconds) in [(true, 5), (false, 30)] {
            doing.hurry(hurried);
            let at = now + SECOND * seconds;
            assert_eq!(doing.due(ServerState::Open), Some((at, EndReason::Unread)));
        }
    }

    #[test]
    fn streams_that_are_reset_win_no_time_for_others() {
        let (mut doing, begin) = doing();
        doing.request_begins(true);
        doing.piece_waits(begin);
        doing.piece_waits(begin + SECOND * 5);
        doing.piece_ends(begin + SECOND * 30);
        let at = begin + SECOND * 30;
        assert_eq!(doing.due(ServerState::Open), Some((at, EndReason::Unread)));
    }

    #[test]
    fn a_client_of_http_2_is_told_to_leave_once() {
        let (mut doing, now) = doing();
        doing.request_begins(true);
        assert_eq!(doing.due(ServerState::Ending(now)), Some((now, EndReason::Idle)));
        assert!(doing.leave(now));
        assert_eq!(doing.due(ServerState::Ending(now)), None);
        doing.request_ends(now);
        assert_eq!(
            doing.due(ServerState::Ending(now)),
            Some((now + SECOND * 10, EndReason::Idle))
        );
        assert!(!doing.leave(now));
    }
}
