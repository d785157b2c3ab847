//! The queue of one client: messages and answers, within limits of number and bytes, and the reason to close the socket.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::PoisonError;
use std::task::Context;

use tokio_tungstenite::tungstenite::protocol::frame::Utf8Bytes;

use super::socket::CloseReason;
use super::sync::{AtomicWaker, Mutex, MutexGuard, Notify};
use crate::engine::SocketLimits;
use crate::observe::metrics;

/// The capacity that an empty queue may keep. Beyond that it is freed, so that one burst doesn't cost memory for ever.
const KEPT_CAPACITY: usize = 64;

/// The messages and answers that wait for one client.
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    /// Wakes the session, which sends them.
    session: AtomicWaker,
    /// Wakes those who wait for room for an answer.
    room: Notify,
    max_messages: usize,
    max_bytes: usize,
}

#[derive(Default)]
struct Waiting {
    messages: VecDeque<Utf8Bytes>,
    /// Messages that are held back; none if messages aren't held back.
    held: Option<VecDeque<Utf8Bytes>>,
    bytes: usize,
    /// Why the socket is to be closed.
    closing: Option<CloseReason>,
    /// Whether the socket has ended.
    ended: bool,
    /// Whether an answer waits for room.
    answer_waits: bool,
}

impl Queue {
    pub(super) fn new(limits: &SocketLimits) -> Self {
        Self {
            waiting: Mutex::default(),
            session: AtomicWaker::new(),
            room: Notify::new(),
            max_messages: limits.queue.max(1),
            max_bytes: limits.queue_bytes,
        }
    }

    /// Adds a message. If there is no room, the socket is closed.
    pub(super) fn push(&self, message: Utf8Bytes) {
        let mut waiting = self.waiting();
        if waiting.ended || waiting.closing.is_some() {
            metrics::message_sent(false);
            return;
        }
        let has_room = self.has_room(&waiting, &message);
        metrics::message_sent(has_room);
        if !has_room {
            waiting.closing = Some(CloseReason::TooSlow);
        } else if !waiting.add_unless_held(message) {
            // The session is awake already, or can't send it yet.
            return;
        }
        drop(waiting);
        self.session.wake();
    }

    /// Holds messages back until the guard is dropped, so that answers overtake them. They count against the limits all the same.
    pub(super) fn hold(&self) -> HoldGuard<'_> {
        self.waiting().held.get_or_insert_default();
        HoldGuard(self)
    }

    /// Queues the messages that were held back.
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

    /// Adds an answer, and waits while there is no room. It is dropped if the socket has ended, or ends without answers.
    pub(super) async fn answer(&self, message: Utf8Bytes) {
        loop {
            let mut room = pin!(self.room.notified());
            // Enabled before the look at the queue: room that becomes free in between isn't missed.
            room.as_mut().enable();
            {
                let mut waiting = self.waiting();
                if waiting.ended || waiting.closing == Some(CloseReason::Unanswered) {
                    return;
                }
                if self.has_room_for_answer(&waiting, &message) {
                    let first = waiting.add(message);
                    drop(waiting);
                    if first {
                        self.session.wake();
                    }
                    return;
                }
                waiting.answer_waits = true;
            }
            room.await;
        }
    }

    /// Whether a message fits into the limits. The only message always does: otherwise one over the limit of bytes would wait for ever.
    fn has_room(&self, waiting: &Waiting, message: &Utf8Bytes) -> bool {
        let bytes = waiting.bytes.saturating_add(message.len());
        let count = waiting.messages.len() + waiting.held.as_ref().map_or(0, VecDeque::len);
        count == 0 || (count < self.max_messages && bytes <= self.max_bytes)
    }

    /// Whether an answer fits. It always does if nothing is queued before it: messages that are held back wait for the answer.
    fn has_room_for_answer(&self, waiting: &Waiting, message: &Utf8Bytes) -> bool {
        waiting.messages.is_empty() || self.has_room(waiting, message)
    }

    /// Removes the first message.
    pub(super) fn pop(&self) -> Option<Utf8Bytes> {
        let mut waiting = self.waiting();
        let message = waiting.messages.pop_front();
        match &message {
            Some(message) => waiting.bytes = waiting.bytes.saturating_sub(message.len()),
            None if waiting.messages.capacity() > KEPT_CAPACITY => waiting.messages = VecDeque::new(),
            None => {}
        }
        let answer_waits = std::mem::take(&mut waiting.answer_waits);
        drop(waiting);
        if answer_waits {
            self.room.notify_waiters();
        }
        message
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting().messages.is_empty()
    }

    /// Has the session close the socket. The first reason counts.
    pub(super) fn close(&self, reason: CloseReason) {
        self.waiting().closing.get_or_insert(reason);
        self.session.wake();
    }

    /// Why the socket is to be closed, if it is.
    pub(super) fn closing(&self) -> Option<CloseReason> {
        self.waiting().closing
    }

    /// Wakes this task when there is something to send, or the socket is to be closed.
    pub(super) fn register_waker(&self, cx: &Context<'_>) {
        self.session.register(cx.waker());
    }

    /// Drops all that is queued, and takes no more.
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
    /// Adds a message; to those that are held back, if any are. Returns whether it is now the only one that can be sent.
    fn add_unless_held(&mut self, message: Utf8Bytes) -> bool {
        let Some(held) = &mut self.held else {
            return self.add(message);
        };
        self.bytes = self.bytes.saturating_add(message.len());
        held.push_back(message);
        false
    }

    /// Adds a message. Returns whether it is now the only one.
    fn add(&mut self, message: Utf8Bytes) -> bool {
        self.bytes = self.bytes.saturating_add(message.len());
        self.messages.push_back(message);
        self.messages.len() == 1
    }
}

/// Holds messages back until it is dropped.
pub(super) struct HoldGuard<'q>(&'q Queue);

impl Drop for HoldGuard<'_> {
    fn drop(&mut self) {
        self.0.release();
    }
}
