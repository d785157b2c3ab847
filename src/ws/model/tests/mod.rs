//! The models. Each holds only one socket in a collection that is walked: the order of a hash map isn't the same in each run, as
//! the checker needs it.

mod channels;
mod open_sockets;
mod queue;

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use loom::future::block_on;

use super::queue::Queue;
use super::socket::CloseReason;
use crate::engine::SocketLimits;

/// Runs a model in every order of its threads with at most so many preemptions: switches away from a thread that could go on. The checker
/// fails where a thread waits for ever.
fn check(preemptions: usize, model: impl Fn() + Send + Sync + 'static) {
    let mut checker = loom::model::Builder::new();
    checker.preemption_bound = Some(preemptions);
    // It logs each step of each run, which other tests' subscribers would print.
    let silent = tracing::subscriber::NoSubscriber::default();
    tracing::subscriber::with_default(silent, || checker.check(model));
}

fn limits(messages: usize, bytes: usize) -> SocketLimits {
    SocketLimits {
        queue: messages,
        queue_bytes: bytes,
        ..SocketLimits::default()
    }
}

/// Does what a session does: sends what is queued, until it has sent so many messages or the socket is to be closed. Returns what it
/// has sent, and why the socket is to be closed.
fn session(queue: &Queue, messages: usize) -> (Vec<String>, Option<CloseReason>) {
    let mut sent = Vec::new();
    let closing = block_on(poll_fn(|cx| {
        queue.register_waker(cx);
        let closing = queue.closing();
        while let Some(message) = queue.pop() {
            sent.push(message.as_str().to_owned());
        }
        if closing.is_some() || sent.len() >= messages {
            Poll::Ready(closing)
        } else {
            Poll::Pending
        }
    }));
    (sent, closing)
}

/// Runs a function in another thread, on the same value.
fn spawn<T: 'static, R: 'static>(
    value: &Arc<T>,
    run: impl FnOnce(&Arc<T>) -> R + 'static,
) -> loom::thread::JoinHandle<R> {
    let value = Arc::clone(value);
    loom::thread::spawn(move || run(&value))
}
