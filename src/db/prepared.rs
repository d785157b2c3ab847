//! Prepared statements that are outdated because a table was altered, and statements that may run again.
//!
//! PostgreSQL refuses a prepared statement whose result would have other types than when it was prepared, and the driver would send it
//! again and again. Errors of sea-orm don't say which connection the statement failed on, so each connection of the pool that is older
//! than the failure is replaced when it is acquired next. That costs each connection once for every alteration of tables.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::{DbErr, Value, Values};

use super::executor::Executor;
use crate::error::{Cause, Error};
use crate::sql::{DbErrorClass, Sql, was_on_dead_connection};

/// How often a statement or a transaction is tried that had no effect.
pub(crate) const TRIES: u32 = 3;

/// When a prepared statement of one pool was last found outdated. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct OutdatedStatements(Arc<Mutex<Option<Instant>>>);

impl OutdatedStatements {
    /// Records that a statement is outdated.
    pub(super) fn record(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// Records it if that is why a request failed.
    pub(crate) fn record_cause(&self, cause: &Cause) {
        if cause.downcast_ref::<DbErr>().map(DbErrorClass::of_sea_orm) == Some(DbErrorClass::Outdated) {
            self.record();
        }
    }

    /// Whether a connection of this age may have outdated statements.
    #[cfg_attr(
        not(feature = "postgres"),
        allow(dead_code, reason = "SQLite prepares statements anew by itself")
    )]
    pub(super) fn may_be_on(&self, age: Duration) -> bool {
        let found = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        found.is_some_and(|found| age >= found.elapsed())
    }
}

/// A write is copied, so that it can run again, if it has at most so many values and less than so many bytes of them.
const MOST_VALUES: usize = 256;
const MOST_BYTES: usize = 64 * 1024;

/// A statement that may have to run again.
pub(super) struct Attempts {
    sql: Sql,
    left: u32,
}

impl Attempts {
    /// At most `tries` attempts at a statement; only one at a large write, which seldom has to run again, and isn't copied.
    pub(super) fn of(sql: Sql, tries: u32, writes: bool) -> Self {
        let left = if writes && is_large(&sql) { 1 } else { tries };
        Self { sql, left }
    }

    /// How many attempts are left.
    pub(super) const fn left(&self) -> u32 {
        self.left
    }

    /// The statement for the next attempt, of which there must be one.
    pub(super) fn next(&mut self) -> Sql {
        self.left -= 1;
        if self.left > 0 {
            return self.sql.clone();
        }
        let nothing = Sql {
            text: String::new(),
            values: Values(Vec::new()),
        };
        std::mem::replace(&mut self.sql, nothing)
    }
}

fn is_large(sql: &Sql) -> bool {
    let values = &sql.values.0;
    let bytes = |value: &Value| match value {
        Value::String(Some(text)) => text.len(),
        Value::Bytes(Some(bytes)) => bytes.len(),
        // Its length isn't known before it is rendered.
        Value::Json(Some(_)) => MOST_BYTES,
        _ => 0,
    };
    values.len() > MOST_VALUES || values.iter().map(bytes).sum::<usize>() >= MOST_BYTES
}

impl dyn Executor + '_ {
    /// Whether what failed may well succeed if it runs again, and had no effect: a prepared statement was outdated, or the database
    /// rolled back in favour of another transaction.
    pub(crate) fn may_run_again(&self, error: &Error) -> bool {
        let Error::Unavailable(cause) = error else {
            return false;
        };
        if let Some(outdated) = self.outdated() {
            outdated.record_cause(cause);
        }
        let class = cause.downcast_ref::<DbErr>().map(DbErrorClass::of_sea_orm);
        class.is_some_and(|class| class.is_transient())
    }

    /// Runs `work` again after failures that had no effect, [`TRIES`] times in all.
    ///
    /// # Errors
    ///
    /// Those of `work`.
    pub(crate) async fn retry<T, F>(&self, work: impl FnMut() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        self.try_times(TRIES, work).await
    }

    /// Whether a read failed since its connection was dead. Then those that are as old are replaced.
    fn was_disconnected(&self, error: &Error) -> bool {
        let Error::Unavailable(cause) = error else {
            return false;
        };
        let is_dead = cause.downcast_ref::<DbErr>().is_some_and(was_on_dead_connection);
        if is_dead && let Some(outdated) = self.outdated() {
            outdated.record();
        }
        is_dead
    }

    /// Runs `work`, which only reads, again as [`retry`](Self::retry) does, and once if its connection was dead.
    ///
    /// # Errors
    ///
    /// Those of `work`.
    pub(crate) async fn retry_read<T, F>(&self, mut work: impl FnMut() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        match self.retry(&mut work).await {
            Err(error) if self.was_disconnected(&error) => self.retry(work).await,
            ended => ended,
        }
    }

    /// The same, `tries` times in all.
    ///
    /// # Errors
    ///
    /// Those of `work`.
    pub(crate) async fn try_times<T, F>(&self, tries: u32, mut work: impl FnMut() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        for _ in 1..tries {
            match work().await {
                Err(error) if self.may_run_again(&error) => {}
                ended => return ended,
            }
        }
        work().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_connections_of_the_pool_whose_statement_was_outdated_are_replaced() {
        let (pool, other) = (OutdatedStatements::default(), OutdatedStatements::default());
        let hour = Duration::from_hours(1);
        assert!(!pool.may_be_on(hour));
        pool.record();
        assert!(pool.clone().may_be_on(hour));
        assert!(!other.may_be_on(hour));
        assert!(!pool.may_be_on(Duration::ZERO));
    }

    #[test]
    fn no_copy_is_kept_of_a_large_write() {
        let sql = |values: Vec<Value>| Sql {
            text: String::new(),
            values: Values(values),
        };
        let long = || sql(vec!["x".repeat(MOST_BYTES).into()]);
        let many = || sql(vec![1.into(); MOST_VALUES + 1]);
        let tries = |sql, writes| Attempts::of(sql, TRIES, writes).left();
        assert_eq!(tries(sql(vec!["x".into(), 1.into()]), true), TRIES);
        assert_eq!((tries(long(), true), tries(many(), true)), (1, 1));
        assert_eq!((tries(long(), false), tries(many(), false)), (TRIES, TRIES));
    }
}
