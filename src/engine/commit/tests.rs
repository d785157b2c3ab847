//! Commits whose messages are published, over a publisher that fails or hangs.

use std::pin::Pin;
use std::sync::Mutex;

use futures::FutureExt as _;
use tokio::sync::Notify;

use super::*;
use crate::db::{Executor, Rows, Transaction, within};
use crate::engine::commit_order::CommitOrder;
use crate::engine::publish::Outbox;
use crate::sql::{Dialect, Sql};

/// Records the messages that it gets. It refuses some, and hangs at others.
#[derive(Default)]
struct FakePublisher {
    sent: Mutex<Vec<String>>,
    hangs_at: Option<usize>,
    refuses: Option<&'static str>,
    order: Option<CommitOrder>,
}

impl FakePublisher {
    fn seen(&self) -> Vec<String> {
        self.sent.lock().unwrap().clone()
    }
}

impl Publish for FakePublisher {
    fn publish(&self, message: Message) -> Pending<'_, ()> {
        Box::pin(async move {
            // Like a broker that answers later.
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

    fn commit_order(&self) -> Option<&CommitOrder> {
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
    let wire = Arc::new(FakePublisher {
        hangs_at: Some(2),
        ..FakePublisher::default()
    });
    let publisher: Arc<dyn Publish> = Arc::clone(&wire) as _;
    let many: Vec<String> = (0..3 * MAX_IN_FLIGHT).map(|number| number.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    publish_committed(publisher, "", messages(&many), Duration::from_millis(50), None).await;
    // Those that were being sent, and none after the one that hangs.
    assert_eq!(wire.seen(), many[..=MAX_IN_FLIGHT]);
}

#[tokio::test]
async fn one_that_is_refused_holds_up_no_other() {
    let wire = Arc::new(FakePublisher {
        refuses: Some("b"),
        ..FakePublisher::default()
    });
    let publisher: Arc<dyn Publish> = Arc::clone(&wire) as _;
    publish_committed(publisher, "", messages(&["a", "b", "c"]), PUBLISH_TIMEOUT, None).await;
    assert_eq!(wire.seen(), ["a", "b", "c"]);
}

#[tokio::test]
async fn the_next_commit_gets_its_turn_once_all_messages_are_being_sent() {
    let wire = Arc::new(FakePublisher {
        hangs_at: Some(1),
        ..FakePublisher::default()
    });
    let publisher: Arc<dyn Publish> = Arc::clone(&wire) as _;
    let order = CommitOrder::default();
    let turn = order.turn(&messages(&["a"]), 1).await.unwrap();
    let mut sending = Box::pin(publish_committed(
        publisher,
        "",
        messages(&["a", "b"]),
        PUBLISH_TIMEOUT,
        Some(turn),
    ));
    assert!((&mut sending).now_or_never().is_none());
    assert!(order.turn(&messages(&["a"]), 1).now_or_never().is_some());
}

/// A database without statements. It keeps spawned tasks in `held`, until the test runs them.
#[derive(Default)]
struct NoDatabase {
    held: Option<Held>,
}

type Held = Arc<Mutex<Vec<Pin<Box<dyn Future<Output = ()> + Send>>>>>;

impl Executor for NoDatabase {
    fn dialect(&self) -> Dialect {
        Dialect::SQLITE
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

fn services(wire: &Arc<FakePublisher>) -> Services {
    Services {
        database: Arc::new(NoDatabase::default()),
        settings: Arc::default(),
        limits: Arc::default(),
        publisher: Arc::clone(wire) as _,
    }
}

#[tokio::test]
async fn a_request_that_is_dropped_at_its_commit_loses_no_message() {
    let wire = Arc::new(FakePublisher::default());
    let services = services(&wire);
    let go_on = Arc::new(Notify::new());
    let waits = Arc::clone(&go_on);
    let committing: Pending<'static, ()> = Box::pin(async move {
        waits.notified().await;
        Ok(())
    });
    // Polled once, then dropped, like the request of a client that hangs up.
    assert!(
        commit(&services, "", committing, messages(&["a", "b"]), None)
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
    let wire = Arc::new(FakePublisher {
        order: Some(CommitOrder::default()),
        ..FakePublisher::default()
    });
    let services = services(&wire);
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
        commit(&services, "", one, messages(&["one"]), None),
        commit(&services, "", two, messages(&["two"]), None),
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
    let mut services = services(&Arc::default());
    services.database = Arc::new(NoDatabase {
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
    let request = within(
        left,
        PUBLISH_TIMEOUT,
        commit(&services, "", committing, messages(&["a"]), None),
    );
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
    let mut services = services(&Arc::default());
    services.publisher = Arc::new(Outbox::nested_in(&services.publisher));
    let mut large = messages(&["large"]);
    large[0].data = vec![b' '; 64 * 1024 * 1024];
    let released = Arc::new(Mutex::new(false));
    let releases = Arc::clone(&released);
    let committing: Pending<'static, ()> = Box::pin(async move {
        *releases.lock().unwrap() = true;
        Ok(())
    });
    let refused = commit(&services, "", committing, large, None).await;
    assert!(matches!(refused, Err(Error::Internal(_))), "{refused:?}");
    assert!(!*released.lock().unwrap());
}

#[tokio::test]
async fn a_commit_that_fails_publishes_nothing() {
    let wire = Arc::new(FakePublisher::default());
    let fails: Pending<'static, ()> = Box::pin(std::future::ready(Err(Error::conflict("no"))));
    let refused = commit(&services(&wire), "", fails, messages(&["a"]), None).await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    assert!(wire.seen().is_empty());
}
