//! What waits for one client: messages and answers, within limits of number and bytes, and the wish to end.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Context;

use futures::task::AtomicWaker;
use tokio::sync::Notify;
use tokio_tungstenite::tungstenite::protocol::frame::Utf8Bytes;

use super::socket::Close;
use crate::engine::SocketLimits;

/// How many places an empty queue may keep: one burst shouldn't cost memory for ever.
const SPARE: usize = 64;

/// The messages that wait for one client.
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    /// The session, which sends them.
    session: AtomicWaker,
    /// Whoever has an answer and no room.
    room: Notify,
    most: usize,
    most_bytes: usize,
}

#[derive(Default)]
struct Waiting {
    messages: VecDeque<Utf8Bytes>,
    /// Messages that came while they are held back, if they are.
    held: Option<VecDeque<Utf8Bytes>>,
    bytes: usize,
    /// Why the socket shall end.
    closing: Option<Close>,
    /// Whether it has ended.
    ended: bool,
    /// Whether somebody waits for room.
    wanted: bool,
}

impl Queue {
    pub(super) fn new(limits: &SocketLimits) -> Self {
        Self {
            waiting: Mutex::default(),
            session: AtomicWaker::new(),
            room: Notify::new(),
            most: limits.queue.max(1),
            most_bytes: limits.queue_bytes,
        }
    }

    /// Adds a message; a client for which too many wait is closed.
    pub(super) fn push(&self, message: Utf8Bytes) {
        let mut waiting = self.waiting();
        if waiting.ended || waiting.closing.is_some() {
            return;
        }
        if !self.has_room_behind_all(&waiting, &message) {
            waiting.closing = Some(Close::TooSlow);
        } else if !waiting.add_unless_held(message) {
            // The session knows already, or needn't know yet.
            return;
        }
        drop(waiting);
        self.session.wake();
    }

    /// Holds messages back until the guard is dropped; answers overtake them. They count as waiting all the same.
    pub(super) fn hold(&self) -> Held<'_> {
        self.waiting().held.get_or_insert_default();
        Held(self)
    }

    /// Lets the messages follow that were held back.
    fn release(&self) {
        let mut waiting = self.waiting();
        let held = waiting.held.take().unwrap_or_default();
        if waiting.ended || held.is_empty() {
            return;
        }
        waiting.messages.extend(held);
        drop(waiting);
        self.session.wake();
    }

    /// Adds an answer; waits while there is no room. It is dropped only where the socket has ended, or ends without answers.
    pub(super) async fn answer(&self, message: Utf8Bytes) {
        loop {
            let mut room = pin!(self.room.notified());
            // From here on, so that what becomes free after the look isn't missed.
            room.as_mut().enable();
            {
                let mut waiting = self.waiting();
                if waiting.ended || waiting.closing == Some(Close::Unanswered) {
                    return;
                }
                if self.has_room(&waiting, &message) {
                    let first = waiting.add(message);
                    drop(waiting);
                    if first {
                        self.session.wake();
                    }
                    return;
                }
                waiting.wanted = true;
            }
            room.await;
        }
    }

    /// A message always has room where none waits: otherwise one over the limit of bytes would wait for ever.
    fn has_room_behind_all(&self, waiting: &Waiting, message: &Utf8Bytes) -> bool {
        let bytes = waiting.bytes.saturating_add(message.len());
        let count = waiting.messages.len() + waiting.held.as_ref().map_or(0, VecDeque::len);
        count == 0 || (count < self.most && bytes <= self.most_bytes)
    }

    /// An answer has room where no message is before it: those that are held back wait for it.
    fn has_room(&self, waiting: &Waiting, message: &Utf8Bytes) -> bool {
        waiting.messages.is_empty() || self.has_room_behind_all(waiting, message)
    }

    /// Takes the next out.
    pub(super) fn pop(&self) -> Option<Utf8Bytes> {
        let mut waiting = self.waiting();
        let message = waiting.messages.pop_front();
        match &message {
            Some(message) => waiting.bytes = waiting.bytes.saturating_sub(message.len()),
            None if waiting.messages.capacity() > SPARE => waiting.messages = VecDeque::new(),
            None => {}
        }
        let wanted = std::mem::take(&mut waiting.wanted);
        drop(waiting);
        if wanted {
            self.room.notify_waiters();
        }
        message
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting().messages.is_empty()
    }

    /// Asks the socket to end; the first reason counts.
    pub(super) fn close(&self, why: Close) {
        self.waiting().closing.get_or_insert(why);
        self.session.wake();
    }

    /// Why the socket shall end, if it shall.
    pub(super) fn closing(&self) -> Option<Close> {
        self.waiting().closing
    }

    /// Wakes this task when there is something to send, or the socket shall end.
    pub(super) fn listen(&self, cx: &Context<'_>) {
        self.session.register(cx.waker());
    }

    /// Forgets all that waits, and takes no more.
    pub(super) fn end(&self) {
        let mut waiting = self.waiting();
        *waiting = Waiting {
            ended: true,
            closing: waiting.closing,
            ..Waiting::default()
        };
        drop(waiting);
        self.room.notify_waiters();
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    /// Whether it is the only one now that can be sent.
    fn add_unless_held(&mut self, message: Utf8Bytes) -> bool {
        let Some(held) = &mut self.held else {
            return self.add(message);
        };
        self.bytes = self.bytes.saturating_add(message.len());
        held.push_back(message);
        false
    }

    /// Whether it is the only one now.
    fn add(&mut self, message: Utf8Bytes) -> bool {
        self.bytes = self.bytes.saturating_add(message.len());
        self.messages.push_back(message);
        self.messages.len() == 1
    }
}

/// Messages are held back as long as this is there.
pub(super) struct Held<'q>(&'q Queue);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.release();
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    fn queue(messages: usize, bytes: usize) -> Queue {
        let mut limits = SocketLimits::default();
        (limits.queue, limits.queue_bytes) = (messages, bytes);
        Queue::new(&limits)
    }

    #[test]
    fn one_message_too_many_closes() {
        let queue = queue(2, 1_000);
        queue.push("a".into());
        queue.push("b".into());
        assert_eq!(queue.closing(), None);
        queue.push("c".into());
        assert_eq!(queue.closing(), Some(Close::TooSlow));
    }

    #[test]
    fn one_byte_too_many_closes_but_a_single_message_may_be_large() {
        let queue = queue(100, 3);
        queue.push("abcde".into());
        assert_eq!(queue.closing(), None);
        assert_eq!(queue.pop().as_deref(), Some("abcde"));
        queue.push("ab".into());
        queue.push("c".into());
        assert_eq!(queue.closing(), None);
        queue.push("d".into());
        assert_eq!(queue.closing(), Some(Close::TooSlow));
    }

    #[test]
    fn an_answer_overtakes_what_is_held_back() {
        let queue = queue(3, 1_000);
        queue.push("before".into());
        let held = queue.hold();
        queue.push("own".into());
        queue.push("later".into());
        assert!(queue.answer("answer".into()).now_or_never().is_none(), "three wait");
        assert_eq!(queue.pop().as_deref(), Some("before"));
        assert_eq!(queue.pop(), None);
        assert!(queue.answer("answer".into()).now_or_never().is_some());
        drop(held);
        queue.push("last".into());
        assert_eq!(queue.closing(), Some(Close::TooSlow), "what is held back counts");
        for expected in ["answer", "own", "later"] {
            assert_eq!(queue.pop().as_deref(), Some(expected));
        }
        assert_eq!(queue.pop(), None);
    }

    #[test]
    fn an_answer_waits_for_nothing_that_is_held_back() {
        let queue = queue(1, 5);
        let held = queue.hold();
        queue.push("larger than the limit".into());
        assert!(queue.answer("answer".into()).now_or_never().is_some());
        queue.push("b".into());
        assert_eq!(queue.closing(), Some(Close::TooSlow));
        queue.end();
        drop(held);
        assert_eq!(queue.pop(), None);
    }

    #[test]
    fn answers_wait_for_room_and_for_no_longer_than_the_socket() {
        let queue = queue(1, 1_000);
        queue.push("a".into());
        let mut first = pin!(queue.answer("b".into()));
        let mut second = pin!(queue.answer("c".into()));
        assert!(first.as_mut().now_or_never().is_none());
        assert!(second.as_mut().now_or_never().is_none());
        assert_eq!(queue.pop().as_deref(), Some("a"));
        assert!(first.now_or_never().is_some());
        assert!(second.as_mut().now_or_never().is_none());
        assert_eq!(queue.closing(), None);
        queue.end();
        assert!(second.now_or_never().is_some());
        assert!(queue.is_empty());
    }
}
