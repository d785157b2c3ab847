//! The queue of one socket.

use std::sync::Arc;

use loom::future::block_on;

use super::super::queue::Queue;
use super::super::socket::CloseReason;
use super::{check, limits, session, spawn};

fn queue(messages: usize, bytes: usize) -> Arc<Queue> {
    Arc::new(Queue::new(&limits(messages, bytes)))
}

/// Asserts that an empty queue takes as much as a new one: `messages` of two bytes each.
fn takes_all(queue: &Queue, messages: usize) {
    for _ in 0..messages {
        queue.push("xx".into());
        assert_eq!(queue.closing(), None, "what was sent counts against the limits");
    }
}

#[test]
fn the_session_wakes_for_each_message_and_each_sender_keeps_its_order() {
    check(2, || {
        let queue = queue(3, 6);
        let two = spawn(&queue, |queue| {
            queue.push("a1".into());
            queue.push("a2".into());
        });
        let one = spawn(&queue, |queue| queue.push("b1".into()));
        let (sent, closing) = session(&queue, 3);
        assert_eq!((sent.len(), closing), (3, None));
        let of_two: Vec<_> = sent.iter().filter(|message| message.starts_with('a')).collect();
        assert_eq!(of_two, ["a1", "a2"]);
        two.join().unwrap();
        one.join().unwrap();
        takes_all(&queue, 3);
    });
}

#[test]
fn a_message_is_sent_or_the_session_wakes_to_close_the_socket() {
    check(2, || {
        let queue = queue(1, 2);
        let senders = ["aa", "bb"].map(|message| spawn(&queue, |queue| queue.push(message.into())));
        let (sent, closing) = session(&queue, 2);
        for sender in senders {
            sender.join().unwrap();
        }
        match closing {
            None => assert_eq!(sent.len(), 2),
            Some(reason) => {
                let left = usize::from(queue.pop().is_some());
                assert_eq!((sent.len() + left, reason), (1, CloseReason::TooSlow));
            }
        }
    });
}

#[test]
fn an_answer_waits_for_room_and_is_sent() {
    check(3, || {
        let queue = queue(1, 2);
        queue.push("aa".into());
        let answer = spawn(&queue, |queue| block_on(queue.answer("bb".into())));
        let (sent, closing) = session(&queue, 2);
        answer.join().unwrap();
        assert_eq!((sent, closing), (vec!["aa".to_owned(), "bb".to_owned()], None));
        takes_all(&queue, 1);
    });
}

#[test]
fn of_several_answers_that_wait_for_room_all_are_sent() {
    check(1, || {
        let queue = queue(1, 2);
        queue.push("aa".into());
        let answers = ["bb", "cc"].map(|answer| spawn(&queue, move |queue| block_on(queue.answer(answer.into()))));
        let (sent, closing) = session(&queue, 3);
        for answer in answers {
            answer.join().unwrap();
        }
        assert_eq!((sent.len(), sent[0].as_str(), closing), (3, "aa", None));
    });
}

#[test]
fn answers_wait_no_longer_than_the_socket() {
    check(2, || {
        let queue = queue(1, 2);
        queue.push("aa".into());
        let answers = ["bb", "cc"].map(|answer| spawn(&queue, move |queue| block_on(queue.answer(answer.into()))));
        queue.end();
        for answer in answers {
            answer.join().unwrap();
        }
        assert!(queue.is_empty());
    });
}

#[test]
fn the_first_reason_closes_and_nothing_is_queued_behind_it() {
    check(2, || {
        let queue = queue(2, 4);
        let others = [
            spawn(&queue, |queue| queue.close(CloseReason::GoingAway)),
            spawn(&queue, |queue| {
                queue.close(CloseReason::Done);
                queue.push("aa".into());
            }),
        ];
        let (sent, closing) = session(&queue, usize::MAX);
        for other in others {
            other.join().unwrap();
        }
        assert_eq!(sent.len(), 0);
        assert!(closing.is_some() && queue.closing() == closing, "{closing:?}");
        assert!(queue.is_empty());
    });
}

#[test]
fn an_answer_overtakes_what_is_held_back_and_all_is_sent() {
    check(2, || {
        let queue = queue(3, 6);
        let publisher = spawn(&queue, |queue| {
            let held = queue.hold();
            queue.push("aa".into());
            block_on(queue.answer("re".into()));
            drop(held);
        });
        let other = spawn(&queue, |queue| queue.push("bb".into()));
        let (sent, closing) = session(&queue, 3);
        publisher.join().unwrap();
        other.join().unwrap();
        let place = |wanted| sent.iter().position(|message| message == wanted);
        assert!(place("re").is_some() && place("re") < place("aa"), "{sent:?}");
        assert_eq!((sent.len(), closing), (3, None));
        takes_all(&queue, 3);
    });
}

#[test]
fn a_queue_that_has_ended_stays_empty() {
    check(2, || {
        let queue = queue(3, 6);
        let publisher = spawn(&queue, |queue| {
            let held = queue.hold();
            queue.push("aa".into());
            drop(held);
        });
        let answer = spawn(&queue, |queue| block_on(queue.answer("re".into())));
        queue.end();
        publisher.join().unwrap();
        answer.join().unwrap();
        assert_eq!(queue.pop(), None);
    });
}
