//! The time of statements, and the log of slow ones.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::pin;
use std::time::{Duration, Instant};

use super::access::millis;
use super::record::current;

/// The target of the lines of slow statements.
const SLOW: &str = "warp_openapi::slow_query";

/// The most bytes of a statement in the log.
const MAX_TEXT: usize = 4 * 1024;

thread_local! {
    /// Whether the statement that this thread polls is timed by [`RunningStatement`].
    static OWN: Cell<bool> = const { Cell::new(false) };
}

/// How the statements on a database are watched.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct StatementWatch {
    /// The time from which a statement is logged.
    slow: Option<Duration>,
}

impl StatementWatch {
    /// Logs statements that take as long as this.
    pub(crate) const fn slow(slow: Option<Duration>) -> Self {
        Self { slow }
    }

    /// Begins a statement.
    pub(crate) fn begin(self, sql: &str) -> RunningStatement {
        RunningStatement {
            watch: self,
            started: Instant::now(),
            // Without a log of slow ones it isn't needed again.
            text: self.slow.map(|_| sql.to_owned()),
            ended: false,
        }
    }

    /// Records a statement that sea-orm has timed. Those of a [`RunningStatement`] are left to it.
    pub(crate) fn record(self, sql: &str, took: Duration, failed: bool) {
        if !OWN.get() {
            self.ended(took, Some(sql), None, if failed { "failed" } else { "done" });
        }
    }

    fn ended(self, took: Duration, sql: Option<&str>, rows: Option<u64>, outcome: &'static str) {
        current(|record| record.add_statement(took));
        if let (Some(slow), Some(sql)) = (self.slow, sql)
            && took >= slow
        {
            log(sql, took, rows, outcome);
        }
    }
}

/// Logs a slow statement. Its values are parameters, so they aren't in its text.
#[cold]
fn log(sql: &str, took: Duration, rows: Option<u64>, outcome: &'static str) {
    let end = sql.floor_char_boundary(MAX_TEXT);
    let record = current(std::sync::Arc::clone);
    tracing::warn!(
        target: SLOW,
        statement = sql.get(..end),
        duration_ms = millis(took),
        rows,
        outcome,
        route = record.as_ref().map(|record| record.template()),
        request_id = record.as_ref().map(|record| record.id_text()),
        "slow statement"
    );
}

/// A statement that runs. Dropped before its end, it was cut off.
#[derive(Debug)]
pub(crate) struct RunningStatement {
    watch: StatementWatch,
    started: Instant,
    text: Option<String>,
    ended: bool,
}

impl RunningStatement {
    /// Ends it: so many rows were returned or changed, `None` if it failed.
    pub(crate) fn end(mut self, rows: Option<u64>) {
        self.ended = true;
        let outcome = if rows.is_some() { "done" } else { "failed" };
        self.watch
            .ended(self.started.elapsed(), self.text.as_deref(), rows, outcome);
    }
}

impl Drop for RunningStatement {
    fn drop(&mut self) {
        if !self.ended {
            self.watch
                .ended(self.started.elapsed(), self.text.as_deref(), None, "cut off");
        }
    }
}

/// Runs a statement of sea-orm that a [`RunningStatement`] times.
pub(crate) async fn own<F: Future>(statement: F) -> F::Output {
    let mut statement = pin!(statement);
    poll_fn(|cx| {
        let outer = OWN.replace(true);
        let polled = statement.as_mut().poll(cx);
        OWN.set(outer);
        polled
    })
    .await
}
