//! The time of statements, and the log of slow ones.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::access::millis;
use super::metrics::{self, StatementKind};
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

/// How a statement ended.
#[derive(Debug, Clone, Copy)]
enum Outcome {
    /// So many rows were returned or changed.
    Rows(u64),
    /// It isn't known how many.
    Done,
    Failed,
    /// Nobody waits for it any more.
    CutOff,
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
            kind: metrics::kind(sql),
            started: Instant::now(),
            // Without a log of slow ones it isn't needed again.
            text: self.slow.map(|_| sql.to_owned()),
            ended: false,
        }
    }

    /// Records a statement that sea-orm has timed. Those of a [`RunningStatement`] are left to it.
    pub(crate) fn record(self, sql: &str, took: Duration, failed: bool) {
        if !OWN.get() {
            let outcome = if failed { Outcome::Failed } else { Outcome::Done };
            self.ended(metrics::kind(sql), took, Some(sql), outcome);
        }
    }

    fn ended(self, kind: StatementKind, took: Duration, sql: Option<&str>, outcome: Outcome) {
        metrics::statement(kind, took, matches!(outcome, Outcome::Failed | Outcome::CutOff));
        current(|record| record.add_statement(took));
        if let (Some(slow), Some(sql)) = (self.slow, sql)
            && took >= slow
        {
            log(sql, took, outcome);
        }
    }
}

/// Logs a slow statement. Its values are parameters, so they aren't in its text.
#[cold]
fn log(sql: &str, took: Duration, outcome: Outcome) {
    let end = sql.floor_char_boundary(MAX_TEXT);
    let record = current(Arc::clone);
    let (rows, outcome) = match outcome {
        Outcome::Rows(rows) => (Some(rows), "done"),
        Outcome::Done => (None, "done"),
        Outcome::Failed => (None, "failed"),
        Outcome::CutOff => (None, "cut off"),
    };
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
    kind: StatementKind,
    started: Instant,
    text: Option<String>,
    ended: bool,
}

impl RunningStatement {
    /// Ends it: so many rows were returned or changed, `None` if it failed.
    pub(crate) fn end(mut self, rows: Option<u64>) {
        self.ended = true;
        self.end_with(rows.map_or(Outcome::Failed, Outcome::Rows));
    }

    fn end_with(&self, outcome: Outcome) {
        let text = self.text.as_deref();
        self.watch.ended(self.kind, self.started.elapsed(), text, outcome);
    }
}

impl Drop for RunningStatement {
    fn drop(&mut self) {
        if !self.ended {
            self.end_with(Outcome::CutOff);
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
