//! The limits of a queue, and the order of what is in it.

use std::pin::pin;

use futures::FutureExt as _;

use super::super::queue::Queue;
use super::super::socket::CloseReason;
use crate::engine::SocketLimits;

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
    assert_eq!(queue.closing(), Some(CloseReason::TooSlow));
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
    assert_eq!(queue.closing(), Some(CloseReason::TooSlow));
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
    assert_eq!(
        queue.closing(),
        Some(CloseReason::TooSlow),
        "messages that are held back count"
    );
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
    assert_eq!(queue.closing(), Some(CloseReason::TooSlow));
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
