//! The changes of one request that are running, so that its time limit neither cuts one off nor answers before its outcome is known.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::{Instant, timeout};

/// How often the clock is looked at, at most.
const TICK: Duration = Duration::from_millis(10);

/// How long the reply may take beyond the request's limit once it has changed something: longer than its messages may take.
const AFTER_A_CHANGE: Duration = Duration::from_secs(10);

tokio::task_local! {
    static CURRENT: Arc<Changes>;
}

/// The changes of one request.
#[derive(Debug, Default)]
struct Changes {
    /// How many are under way: statements outside transactions, and commits.
    running: AtomicUsize,
    /// Whether one succeeded.
    made: AtomicBool,
}

impl Changes {
    fn is_running(&self) -> bool {
        self.running.load(Ordering::Acquire) > 0
    }

    fn is_made(&self) -> bool {
        self.made.load(Ordering::Acquire)
    }
}

/// The change of a request that is under way, as long as this lives.
#[derive(Debug)]
pub(crate) struct RunningChange(Arc<Changes>);

impl RunningChange {
    /// A change of the present request; one of its own where there is none.
    pub(crate) fn begin() -> Self {
        let changes = CURRENT.try_with(Arc::clone).unwrap_or_default();
        changes.running.fetch_add(1, Ordering::AcqRel);
        Self(changes)
    }

    /// Ends it; whether it succeeded decides what becomes of the request.
    pub(crate) fn end<T, E>(self, result: Result<T, E>) -> Result<T, E> {
        if result.is_ok() {
            self.0.made.store(true, Ordering::Release);
        }
        result
    }
}

impl Drop for RunningChange {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Makes changes in another task count as those of the current request.
pub(crate) fn within_current_request<F: Future>(work: F) -> impl Future<Output = F::Output> {
    let changes = CURRENT.try_with(Arc::clone).unwrap_or_default();
    CURRENT.scope(changes, work)
}

/// A request took too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overdue {
    /// It has changed nothing, and won't.
    Unchanged,
    /// It has changed something, or may have.
    Changed,
}

/// Runs a request for as long as `left` says, and drops it then. A change that is under way is waited for, `more` at most, and so is the
/// answer of a request that has changed something: the outcome decides the reply.
pub(crate) async fn within<T>(
    left: impl Fn() -> Duration,
    more: Duration,
    work: impl Future<Output = T>,
) -> Result<T, Overdue> {
    let changes = Arc::new(Changes::default());
    let mut work = pin!(CURRENT.scope(Arc::clone(&changes), work));
    loop {
        let left = left();
        if left.is_zero() {
            break;
        }
        if let Ok(done) = timeout(left.max(TICK), &mut work).await {
            return Ok(done);
        }
    }
    let mut ends = Instant::now() + more;
    let mut settled = false;
    loop {
        if !changes.is_running() {
            if !changes.is_made() {
                // Dropped here, it can change nothing any more.
                return Err(Overdue::Unchanged);
            }
            if !std::mem::replace(&mut settled, true) {
                ends = ends.min(Instant::now() + AFTER_A_CHANGE);
            }
        }
        if Instant::now() >= ends {
            return Err(Overdue::Changed);
        }
        if let Ok(done) = timeout(TICK, &mut work).await {
            return Ok(done);
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::Notify;

    use super::*;

    /// A limit that is over once the work was polled.
    fn at_once() -> impl Fn() -> Duration {
        let asked = AtomicBool::new(false);
        move || {
            if asked.swap(true, Ordering::Relaxed) {
                Duration::ZERO
            } else {
                TICK
            }
        }
    }

    const LONG: Duration = Duration::from_secs(30);

    #[tokio::test]
    async fn a_request_that_changes_nothing_ends_in_time() {
        let ended = within(at_once(), LONG, std::future::pending::<()>()).await;
        assert_eq!(ended, Err(Overdue::Unchanged));
        assert_eq!(within(|| LONG, LONG, async { 1 }).await, Ok(1));
    }

    #[tokio::test]
    async fn the_outcome_of_a_change_is_waited_for() {
        for succeeds in [true, false] {
            let (begun, go_on) = (Notify::new(), Notify::new());
            let request = within(at_once(), LONG, async {
                let running = RunningChange::begin();
                begun.notify_one();
                go_on.notified().await;
                running.end(if succeeds { Ok(()) } else { Err(()) })
            });
            let outside = async {
                begun.notified().await;
                go_on.notify_one();
            };
            let (answer, ()) = tokio::join!(request, outside);
            assert_eq!(answer, Ok(if succeeds { Ok(()) } else { Err(()) }));
        }
    }

    #[tokio::test]
    async fn a_failed_change_leaves_nothing_to_wait_for() {
        let ended = within(at_once(), LONG, async {
            let running = RunningChange::begin();
            tokio::task::yield_now().await;
            assert!(running.end(Err::<(), ()>(())).is_err());
            std::future::pending::<()>().await;
        });
        assert_eq!(ended.await, Err(Overdue::Unchanged));
    }

    #[tokio::test]
    async fn an_answer_that_never_comes_after_a_change_does_not_say_that_there_was_none() {
        let ended = within(at_once(), TICK, async {
            assert!(RunningChange::begin().end(Ok::<(), ()>(())).is_ok());
            std::future::pending::<()>().await;
        });
        assert_eq!(ended.await, Err(Overdue::Changed));
    }

    #[tokio::test]
    async fn a_change_in_a_task_counts_for_the_request() {
        let go_on = Arc::new(Notify::new());
        let waits = Arc::clone(&go_on);
        let begun = Arc::new(Notify::new());
        let begins = Arc::clone(&begun);
        let is_over = AtomicBool::new(false);
        let left = || {
            if is_over.load(Ordering::Acquire) {
                Duration::ZERO
            } else {
                TICK
            }
        };
        let request = within(left, LONG, async move {
            let task = tokio::spawn(within_current_request(async move {
                let running = RunningChange::begin();
                begins.notify_one();
                waits.notified().await;
                running.end(Ok::<(), ()>(()))
            }));
            task.await.map_err(drop)
        });
        let outside = async {
            begun.notified().await;
            is_over.store(true, Ordering::Release);
            // Until the request is past its limit.
            tokio::time::sleep(3 * TICK).await;
            go_on.notify_one();
        };
        let (answer, ()) = tokio::join!(request, outside);
        assert_eq!(answer, Ok(Ok(Ok(()))));
    }
}
