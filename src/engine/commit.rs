//! The end of a transaction whose changes others are told of: what is stored is told, in the order of the commits.

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

use super::Context;
use super::order::Turn;
use super::publish::{Message, Publish};
use crate::db::{Pending, RowTurn, RunningChange, within_current_request};
use crate::error::{Error, chain};

/// How long messages of a change may go without one that reaches the broker: 5 s, as long as a single one may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many messages of one commit are under way to the broker at a time.
const AT_ONCE: usize = 128;

/// Commits a transaction that has begun in `cx`, and sends the messages of its changes; in a transaction within another, that one keeps
/// them. `row` is the turn of the row that is changed, which the next may have after the commit.
///
/// Once the commit has begun, it and the messages go to their end in a task of their own: a client that hangs up drops its request, and the
/// change is stored all the same. Commits with messages for one channel go one after the other, each until its messages are on their
/// way, so that nobody receives two changes in the wrong order. Those without messages wait for nobody.
///
/// The reply to a change waits until the broker has its messages, so that a slow broker slows down those who write instead of filling the
/// memory. What the wait costs is bounded: after [`PATIENCE`] without success the others are given up. What doesn't reach the broker is
/// logged, and no error: the change succeeded, and saying otherwise would make clients repeat it.
///
/// # Errors
///
/// Those of the commit, [`Error::Unavailable`] if others commit for too long, [`Error::Internal`] if the transaction around can't keep the
/// messages.
pub(super) async fn commit(
    cx: &Context,
    commit: Pending<'static, ()>,
    messages: Vec<Message>,
    row: Option<RowTurn>,
) -> Result<(), Error> {
    if let Some(outbox) = cx.publisher.outbox() {
        // Before the savepoint is released: its changes stay, whatever is answered after that.
        outbox.check(&messages)?;
        commit.await?;
        outbox.add(messages);
        return Ok(());
    }
    if messages.is_empty() {
        let committed = commit.await;
        drop(row);
        return committed;
    }
    let turn = match cx.publisher.order() {
        Some(order) => Some(order.turn(&messages, cx.database.writers()).await?),
        None => None,
    };
    let (committed, outcome) = oneshot::channel();
    let publisher = Arc::clone(&cx.publisher);
    // From here on the change may be made, though the task may not have run yet when the time of the request is over.
    let running = RunningChange::begin();
    let work = async move {
        let result = running.end(commit.await);
        drop(row);
        if result.is_ok() {
            send_all(publisher, messages, PATIENCE, turn).await;
        }
        // Nobody listens where the client has left.
        let _ = committed.send(result);
    };
    cx.database
        .spawn(Box::pin(within_current_request(work.in_current_span())));
    outcome
        .await
        .unwrap_or_else(|gone| Err(Error::OutcomeUnknown(gone.into())))
}

/// Sends messages in their order, several at a time; lets the next commit have its turn once all are on their way.
async fn send_all(publisher: Arc<dyn Publish>, messages: Vec<Message>, patience: Duration, turn: Option<Turn>) {
    let (mut turn, mut lost, mut why) = (Some(turn), 0, None);
    let mut deadline = Instant::now() + patience;
    let mut messages = messages.into_iter();
    let mut under_way = FuturesOrdered::new();
    loop {
        while under_way.len() < AT_ONCE
            && let Some(message) = messages.next()
        {
            let names = (message.channel.clone(), message.event.clone());
            let mut sending = publisher.publish(message);
            // Whatever is polled first goes first; the scheduler must not come in between.
            let first = unconstrained(poll_fn(|cx| Poll::Ready(sending.as_mut().poll(cx)))).await;
            let rest = match first {
                Poll::Ready(sent) => Either::Left(std::future::ready(sent)),
                Poll::Pending => Either::Right(sending),
            };
            under_way.push_back(async move { (names, rest.await) });
        }
        if messages.len() == 0 {
            turn.take();
        }
        let ((channel, event), error) = match timeout_at(deadline, under_way.next()).await {
            Ok(None) => break,
            Ok(Some((_, Ok(())))) => {
                deadline = Instant::now() + patience;
                continue;
            }
            Ok(Some((names, Err(error)))) => {
                lost += 1;
                (names, error)
            }
            Err(elapsed) => (Default::default(), Error::Unavailable(elapsed.into())),
        };
        why.get_or_insert((channel, event, error));
        if Instant::now() >= deadline {
            lost += under_way.len() + messages.len();
            break;
        }
    }
    // One line for a change of many rows: the log isn't where to read a thousand times that the broker is away.
    if let Some((channel, event, error)) = why {
        let cause = match &error {
            Error::Unavailable(cause) | Error::Internal(cause) => chain(cause.as_ref()),
            other => other.to_string(),
        };
        tracing::error!(
            channel,
            event,
            lost,
            cause,
            "a change is stored, but its message couldn't be published"
        );
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::sync::Mutex;

    use futures::FutureExt as _;
    use tokio::sync::Notify;

    use super::super::order::Order;
    use super::super::publish::Outbox;
    use super::*;
    use crate::db::{Executor, Rows, Transaction, within};
    use crate::sql::{Dialect, Sql};

    /// Writes down what it is asked to send; some it refuses, at some it hangs.
    #[derive(Default)]
    struct Wire {
        sent: Mutex<Vec<String>>,
        hangs_at: Option<usize>,
        refuses: Option<&'static str>,
        order: Option<Order>,
    }

    impl Wire {
        fn seen(&self) -> Vec<String> {
            self.sent.lock().unwrap().clone()
        }
    }

    impl Publish for Wire {
        fn publish(&self, message: Message) -> Pending<'_, ()> {
            Box::pin(async move {
                // As a broker that answers later.
                tokio::task::yield_now().await;
                let at = {
                    let mut sent = self.sent.lock().unwrap();
                    sent.push(message.event.clone());
                    sent.len()
                };
                if self.hangs_at == Some(at) {
                    std::future::pending::<()>().await;
                }
                if self.refuses == Some(&message.event) {
                    return Err(Error::Unavailable("refused".into()));
                }
                Ok(())
            })
        }

        fn order(&self) -> Option<&Order> {
            self.order.as_ref()
        }
    }

    fn messages(events: &[&str]) -> Vec<Message> {
        let message = |event: &&str| Message {
            channel: "tasks".to_owned(),
            event: (*event).to_owned(),
            data: b"{}".to_vec(),
        };
        events.iter().map(message).collect()
    }

    #[tokio::test]
    async fn a_broker_that_hangs_is_waited_for_once() {
        let wire = Arc::new(Wire {
            hangs_at: Some(2),
            ..Wire::default()
        });
        let publisher: Arc<dyn Publish> = Arc::clone(&wire) as _;
        let many: Vec<String> = (0..3 * AT_ONCE).map(|number| number.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        send_all(publisher, messages(&many), Duration::from_millis(50), None).await;
        // Those that were on their way, and none after the one that hangs.
        assert_eq!(wire.seen(), many[..=AT_ONCE]);
    }

    #[tokio::test]
    async fn one_that_is_refused_keeps_no_other_back() {
        let wire = Arc::new(Wire {
            refuses: Some("b"),
            ..Wire::default()
        });
        let publisher: Arc<dyn Publish> = Arc::clone(&wire) as _;
        send_all(publisher, messages(&["a", "b", "c"]), PATIENCE, None).await;
        assert_eq!(wire.seen(), ["a", "b", "c"]);
    }

    #[tokio::test]
    async fn the_next_commit_has_its_turn_once_all_messages_are_on_their_way() {
        let wire = Arc::new(Wire {
            hangs_at: Some(1),
            ..Wire::default()
        });
        let publisher: Arc<dyn Publish> = Arc::clone(&wire) as _;
        let order = Order::default();
        let turn = order.turn(&messages(&["a"]), 1).await.unwrap();
        let mut sending = Box::pin(send_all(publisher, messages(&["a", "b"]), PATIENCE, Some(turn)));
        assert!((&mut sending).now_or_never().is_none());
        assert!(order.turn(&messages(&["a"]), 1).now_or_never().is_some());
    }

    /// A database that is never asked. It holds the tasks that are `held`, until somebody runs them.
    #[derive(Default)]
    struct Nothing {
        held: Option<Held>,
    }

    type Held = Arc<Mutex<Vec<Pin<Box<dyn Future<Output = ()> + Send>>>>>;

    impl Executor for Nothing {
        fn dialect(&self) -> Dialect {
            Dialect::Sqlite
        }
        fn query(&self, _: Sql) -> Pending<'_, Box<dyn Rows>> {
            unimplemented!("no statements here")
        }
        fn execute(&self, _: Sql) -> Pending<'_, u64> {
            unimplemented!("no statements here")
        }
        fn begin(&self) -> Pending<'_, Box<dyn Transaction>> {
            unimplemented!("no transactions here")
        }
        fn sea_orm(&self) -> sea_orm::DatabaseExecutor<'_> {
            unimplemented!("no statements here")
        }
        fn spawn(&self, work: Pin<Box<dyn Future<Output = ()> + Send>>) {
            match &self.held {
                Some(held) => held.lock().unwrap().push(work),
                None => drop(tokio::spawn(work)),
            }
        }
    }

    fn context(wire: &Arc<Wire>) -> Context {
        Context {
            database: Arc::new(Nothing::default()),
            settings: Arc::default(),
            publisher: Arc::clone(wire) as _,
        }
    }

    #[tokio::test]
    async fn a_request_that_is_dropped_at_its_commit_loses_no_message() {
        let wire = Arc::new(Wire::default());
        let cx = context(&wire);
        let go_on = Arc::new(Notify::new());
        let waits = Arc::clone(&go_on);
        let committing: Pending<'static, ()> = Box::pin(async move {
            waits.notified().await;
            Ok(())
        });
        // Asked once, then dropped, as the request of a client that hangs up.
        assert!(
            commit(&cx, committing, messages(&["a", "b"]), None)
                .now_or_never()
                .is_none()
        );
        go_on.notify_one();
        while wire.seen().len() < 2 {
            tokio::task::yield_now().await;
        }
        assert_eq!(wire.seen(), ["a", "b"]);
    }

    #[tokio::test]
    async fn a_commit_waits_until_the_messages_of_those_before_are_on_their_way() {
        let wire = Arc::new(Wire {
            order: Some(Order::default()),
            ..Wire::default()
        });
        let cx = context(&wire);
        let go_on = Arc::new(Notify::new());
        let (waits, first, second) = (Arc::clone(&go_on), Arc::clone(&wire), Arc::clone(&wire));
        let one: Pending<'static, ()> = Box::pin(async move {
            waits.notified().await;
            first.sent.lock().unwrap().push("one is committed".to_owned());
            Ok(())
        });
        let two: Pending<'static, ()> = Box::pin(async move {
            second.sent.lock().unwrap().push("two is committed".to_owned());
            Ok(())
        });
        let (one, two) = (
            commit(&cx, one, messages(&["one"]), None),
            commit(&cx, two, messages(&["two"]), None),
        );
        let (mut one, mut two) = (Box::pin(one), Box::pin(two));
        assert!((&mut one).now_or_never().is_none() && (&mut two).now_or_never().is_none());
        go_on.notify_one();
        let (one, two) = tokio::join!(one, two);
        assert!(one.is_ok() && two.is_ok());
        let sent = wire.seen();
        assert_eq!(sent[0], "one is committed");
        assert!(sent.iter().position(|what| what == "one") < sent.iter().position(|what| what == "two"));
    }

    #[tokio::test]
    async fn a_request_whose_time_ends_before_the_task_of_its_commit_has_run_answers_with_the_outcome() {
        let held = Held::default();
        let mut cx = context(&Arc::default());
        cx.database = Arc::new(Nothing {
            held: Some(Arc::clone(&held)),
        });
        let is_over = Notify::new();
        let looks = Mutex::new(0);
        let left = || {
            let mut looks = looks.lock().unwrap();
            *looks += 1;
            if *looks == 1 {
                return Duration::from_millis(1);
            }
            is_over.notify_one();
            Duration::ZERO
        };
        let committing: Pending<'static, ()> = Box::pin(std::future::ready(Ok(())));
        let request = within(left, PATIENCE, commit(&cx, committing, messages(&["a"]), None));
        let task = async {
            is_over.notified().await;
            let work = held.lock().unwrap().pop().unwrap();
            work.await;
        };
        let (answer, ()) = tokio::join!(request, task);
        assert!(matches!(answer, Ok(Ok(()))), "{answer:?}");
    }

    #[tokio::test]
    async fn a_savepoint_stays_open_if_the_transaction_around_cannot_keep_its_messages() {
        let mut cx = context(&Arc::default());
        cx.publisher = Arc::new(Outbox::within(&cx.publisher));
        let mut large = messages(&["large"]);
        large[0].data = vec![b' '; 64 * 1024 * 1024];
        let released = Arc::new(Mutex::new(false));
        let releases = Arc::clone(&released);
        let committing: Pending<'static, ()> = Box::pin(async move {
            *releases.lock().unwrap() = true;
            Ok(())
        });
        let refused = commit(&cx, committing, large, None).await;
        assert!(matches!(refused, Err(Error::Internal(_))), "{refused:?}");
        assert!(!*released.lock().unwrap());
    }

    #[tokio::test]
    async fn a_commit_that_fails_tells_nothing() {
        let wire = Arc::new(Wire::default());
        let fails: Pending<'static, ()> = Box::pin(std::future::ready(Err(Error::conflict("no"))));
        let refused = commit(&context(&wire), fails, messages(&["a"]), None).await;
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
        assert!(wire.seen().is_empty());
    }
}
