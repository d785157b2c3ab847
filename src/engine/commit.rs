//! The end of a transaction whose changes are published: commits and their messages keep one order.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures::StreamExt as _;
use futures::future::Either;
use futures::stream::FuturesOrdered;
use tokio::sync::oneshot;
use tokio::task::unconstrained;
use tokio::time::{Instant, timeout_at};
use tracing::Instrument as _;

use super::Services;
use super::commit_order::CommitTurn;
use super::publish::{Message, Publish};
use crate::db::{Pending, RowTurn, RunningChange, within_current_request};
use crate::error::{Error, chain};
use crate::observe;

/// How long the messages of a commit may go without one that reaches the broker: as long as a single one may take.
const PUBLISH_TIMEOUT: Duration = Duration::from_secs(5);

/// How many messages of one commit are sent to the broker at a time.
const MAX_IN_FLIGHT: usize = 128;

/// Commits a transaction and publishes the messages of its changes; in a transaction within another, that one's outbox takes them.
/// `services` are those that it was begun in, `request_id` is for the log. `row` is the turn of the row that is changed, which the next change gets
/// after the commit.
///
/// Once the commit has begun, it and the messages run in a task of their own: a client that hangs up drops its request, and the
/// change is stored all the same. Commits with messages for one channel run one after the other, each until its messages are being
/// sent, so that no subscriber receives two changes in the wrong order. Those without messages don't wait.
///
/// The reply to a change waits until the broker has its messages, so that a slow broker slows down writers instead of filling the
/// memory. This wait is bounded: after [`PUBLISH_TIMEOUT`] without success the remaining messages are given up. A message that doesn't reach
/// the broker is logged and is no error: the change succeeded, and an error would make clients repeat it.
///
/// # Errors
///
/// Those of the commit, [`Error::Unavailable`] if earlier commits take too long, [`Error::Internal`] if the outbox of the outer transaction
/// has no room for the messages.
pub(super) async fn commit(
    services: &Services,
    request_id: &str,
    commit: Pending<'static, ()>,
    messages: Vec<Message>,
    row: Option<RowTurn>,
) -> Result<(), Error> {
    if let Some(outbox) = services.publisher.outbox() {
        // Before the savepoint is released: after that its changes stay, whatever is answered.
        outbox.check_room(&messages)?;
        commit.await?;
        outbox.add_checked(messages);
        return Ok(());
    }
    if messages.is_empty() {
        let committed = commit.await;
        drop(row);
        return committed;
    }
    let turn = match services.publisher.commit_order() {
        Some(order) => Some(order.turn(&messages, services.database.writers()).await?),
        None => None,
    };
    let (committed, outcome) = oneshot::channel();
    let publisher = Arc::clone(&services.publisher);
    let request_id = request_id.to_owned();
    // From here on the change may be made, though the task may not have run yet when the time of the request is over.
    let running = RunningChange::begin();
    let work = async move {
        let result = running.end(commit.await);
        drop(row);
        if result.is_ok() {
            publish_committed(publisher, &request_id, messages, PUBLISH_TIMEOUT, turn).await;
        }
        // The receiver is gone if the client has hung up.
        let _ = committed.send(result);
    };
    services
        .database
        .spawn(Box::pin(observe::scope_of_current(within_current_request(
            work.in_current_span(),
        ))));
    outcome
        .await
        .unwrap_or_else(|gone| Err(Error::OutcomeUnknown(gone.into())))
}

/// Sends messages in their order, several at a time; the next commit gets its turn once all are being sent.
async fn publish_committed(
    publisher: Arc<dyn Publish>,
    request_id: &str,
    messages: Vec<Message>,
    timeout: Duration,
    turn: Option<CommitTurn>,
) {
    let (mut turn, mut lost, mut first_failure) = (Some(turn), 0, None);
    let mut deadline = Instant::now() + timeout;
    let mut messages = messages.into_iter();
    let mut in_flight = FuturesOrdered::new();
    loop {
        while in_flight.len() < MAX_IN_FLIGHT
            && let Some(message) = messages.next()
        {
            let names = (message.channel.clone(), message.event.clone());
            let mut sending = publisher.publish(message);
            // Messages are sent in the order of the polls, so the scheduler must not come in between.
            let first = unconstrained(poll_fn(|cx| Poll::Ready(sending.as_mut().poll(cx)))).await;
            let rest = match first {
                Poll::Ready(sent) => Either::Left(std::future::ready(sent)),
                Poll::Pending => Either::Right(sending),
            };
            in_flight.push_back(async move { (names, rest.await) });
        }
        if messages.len() == 0 {
            turn.take();
        }
        let ((channel, event), error) = match timeout_at(deadline, in_flight.next()).await {
            Ok(None) => break,
            Ok(Some((_, Ok(())))) => {
                deadline = Instant::now() + timeout;
                continue;
            }
            Ok(Some((names, Err(error)))) => {
                lost += 1;
                (names, error)
            }
            Err(elapsed) => (Default::default(), Error::Unavailable(elapsed.into())),
        };
        first_failure.get_or_insert((channel, event, error));
        if Instant::now() >= deadline {
            lost += in_flight.len() + messages.len();
            break;
        }
    }
    // One line for a change of many rows, since a thousand lines would say the same of the broker.
    if let Some((channel, event, error)) = first_failure {
        let cause = match &error {
            Error::Unavailable(cause) | Error::Internal(cause) => chain(cause.as_ref()),
            other => other.to_string(),
        };
        tracing::error!(
            request_id,
            channel,
            event,
            lost,
            cause,
            "a change is stored, but its message couldn't be published"
        );
    }
}

#[cfg(test)]
mod tests;
