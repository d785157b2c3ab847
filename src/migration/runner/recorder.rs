//! Records the statements that migrations run. sea-orm's metric callback reports most, with their values; those of `execute_unprepared` are
//! only in the driver's log, which a `tracing` subscriber captures.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sea_orm::{DatabaseConnection, Statement};
use tracing::dispatcher::{DefaultGuard, Dispatch, WeakDispatch, get_default, set_default, with_default};
use tracing::field::{Field, Visit};
use tracing::instrument::Instrument as _;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, Subscriber};
use tracing::{Event, Metadata, level_filters::LevelFilter};
use tracing_core::span::Current;

use crate::sql::Dialect;

/// The target under which sqlx logs statements.
const TARGET: &str = "sqlx::query";
/// The id of the span in which statements are captured; other subscribers count from one.
const SPAN_ID: u64 = u64::MAX;

/// A statement that ran.
#[derive(Debug)]
struct Ran {
    /// The text, with placeholders.
    sql: String,
    /// The text with its values.
    with_values: String,
    /// Whether the driver has logged it.
    logged: bool,
    /// Whether it failed; `None` until sea-orm reports it.
    failed: Option<bool>,
}

/// A statement with its values instead of placeholders, where sea-query can find these: it panics at numbered ones of SQLite, `?1`, and
/// where a text literal contains what looks like one.
fn with_values(statement: &Statement) -> String {
    let (sql, values) = (
        &statement.sql,
        statement.values.as_ref().map_or(0, |values| values.0.len()),
    );
    let plain = sql.matches('?').count() == values;
    let numbered = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
    let within = sql.split('$').skip(1).all(|part| {
        let number = part[..numbered(part)].parse::<usize>();
        number.is_ok_and(|number| (1..=values).contains(&number))
    });
    let numbers = Dialect::of(statement.db_backend).is_none_or(|dialect| dialect.numbers_placeholders());
    let unambiguous = if numbers {
        within
    } else {
        plain && !sql.split('?').skip(1).any(|part| numbered(part) > 0)
    };
    if unambiguous {
        statement.to_string()
    } else {
        sql.clone()
    }
}

/// The statements that ran, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Recorder(Arc<Mutex<Vec<Ran>>>);

impl Recorder {
    /// Records what sea-orm reports of a connection.
    pub(super) fn over(connection: &mut DatabaseConnection) -> Self {
        let recorder = Self::default();
        let shared = recorder.clone();
        connection.set_metric_callback(move |info| {
            shared.report(&info.statement.sql, info.failed, || with_values(info.statement));
        });
        recorder
    }

    /// Runs a future, and records what the driver logs meanwhile. The log gets it all the same.
    pub(super) async fn capture<F: Future>(&self, future: F) -> F::Output {
        let subscriber = Dispatch::new(CaptureSubscriber {
            recorder: self.clone(),
            log: get_default(Dispatch::clone),
            own: Mutex::default(),
        });
        // SQLite's driver runs in its own thread, and enters this span there.
        let span = with_default(&subscriber, || tracing::error_span!("migration"));
        future.instrument(span).await
    }

    /// Forgets all statements.
    pub(super) fn clear(&self) {
        self.statements().clear();
    }

    /// The statements that aren't known to have failed, with their values; they are forgotten.
    pub(super) fn take(&self) -> Vec<String> {
        let statements = std::mem::take(&mut *self.statements());
        let succeeded = statements.into_iter().filter(|ran| ran.failed != Some(true));
        succeeded.map(|ran| ran.with_values).collect()
    }

    /// The statement that failed, without its values, which may be secrets. The connection must have run another one since: the driver may
    /// log a failure after it has returned the error.
    pub(super) fn failed(&self, dialect: Dialect) -> Option<String> {
        let statements = self.statements();
        // A cleanup after a failure doesn't hide it.
        let end = statements.iter().rposition(|ran| !dialect.cleans_up(&ran.sql));
        let statements = &statements[..end.map_or(0, |last| last + 1)];
        // After the first failure others may have failed as a consequence.
        let fails = statements.iter().rev().take_while(|ran| ran.failed == Some(true));
        let last = statements.last()?;
        match last.failed {
            Some(false) => None,
            Some(true) => fails.last().map(|ran| ran.sql.clone()),
            None => Some(last.sql.clone()),
        }
    }

    fn statements(&self) -> MutexGuard<'_, Vec<Ran>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// sea-orm reports a statement after its end.
    fn report(&self, sql: &str, failed: bool, with_values: impl FnOnce() -> String) {
        let mut statements = self.statements();
        let logged = statements.iter_mut().rev().find(|ran| ran.failed.is_none());
        match logged.filter(|ran| ran.sql == sql) {
            Some(ran) => {
                ran.with_values = with_values();
                ran.failed = Some(failed);
            }
            None => statements.push(Ran {
                sql: sql.to_owned(),
                with_values: with_values(),
                logged: false,
                failed: Some(failed),
            }),
        }
    }

    /// The driver logs a statement before that or, if its future was dropped, shortly after.
    fn log(&self, sql: String) {
        let mut statements = self.statements();
        if let Some(last) = statements.last_mut()
            && !last.logged
            && last.sql == sql
        {
            last.logged = true;
            return;
        }
        statements.push(Ran {
            with_values: sql.clone(),
            sql,
            logged: true,
            failed: None,
        });
    }
}

/// A subscriber in front of the current one, to which it passes on everything but its own span.
struct CaptureSubscriber {
    recorder: Recorder,
    log: Dispatch,
    own: Mutex<Own>,
}

#[derive(Default)]
struct Own {
    this: Option<WeakDispatch>,
    span: Option<&'static Metadata<'static>>,
}

thread_local! {
    /// The capturing subscribers of this thread, as long as it is in their spans.
    static CAPTURING: RefCell<Vec<DefaultGuard>> = const { RefCell::new(Vec::new()) };
}

fn is_own(id: &Id) -> bool {
    id.into_u64() == SPAN_ID
}

impl CaptureSubscriber {
    fn own(&self) -> MutexGuard<'_, Own> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_statement(metadata: &Metadata<'_>) -> bool {
    metadata.target() == TARGET
}

fn is_own_span(metadata: &Metadata<'_>) -> bool {
    metadata.is_span() && metadata.target() == module_path!()
}

impl Subscriber for CaptureSubscriber {
    fn on_register_dispatch(&self, this: &Dispatch) {
        self.own().this = Some(this.downgrade());
    }

    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        let interest = self.log.register_callsite(metadata);
        if is_statement(metadata) || is_own_span(metadata) {
            return Interest::sometimes();
        }
        interest
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Always called: subscribers made of layers remember their answer.
        let logged = self.log.enabled(metadata);
        logged || is_statement(metadata) || is_own_span(metadata)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::TRACE)
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        if !is_own_span(span.metadata()) {
            return self.log.new_span(span);
        }
        self.own().span = Some(span.metadata());
        Id::from_u64(SPAN_ID)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        if !is_own(span) {
            self.log.record(span, values);
        }
    }

    fn record_follows_from(&self, span: &Id, follows: &Id) {
        if !is_own(span) && !is_own(follows) {
            self.log.record_follows_from(span, follows);
        }
    }

    fn event(&self, event: &Event<'_>) {
        if is_statement(event.metadata()) {
            let mut text = Text::default();
            event.record(&mut text);
            self.recorder.log(text.statement());
        }
        if self.log.enabled(event.metadata()) {
            self.log.event(event);
        }
    }

    fn enter(&self, span: &Id) {
        if !is_own(span) {
            return self.log.enter(span);
        }
        let this = self.own().this.as_ref().and_then(WeakDispatch::upgrade);
        if let Some(this) = this {
            // A thread that ends logs nothing more.
            let _ = CAPTURING.try_with(|capturing| capturing.borrow_mut().push(set_default(&this)));
        }
    }

    fn exit(&self, span: &Id) {
        if !is_own(span) {
            return self.log.exit(span);
        }
        let guard = CAPTURING.try_with(|capturing| capturing.borrow_mut().pop());
        drop(guard);
    }

    fn clone_span(&self, span: &Id) -> Id {
        if is_own(span) {
            return span.clone();
        }
        self.log.clone_span(span)
    }

    fn try_close(&self, span: Id) -> bool {
        !is_own(&span) && self.log.try_close(span)
    }

    fn current_span(&self) -> Current {
        match self.own().span {
            Some(metadata) => Current::new(Id::from_u64(SPAN_ID), metadata),
            None => self.log.current_span(),
        }
    }
}

/// The fields of an event that hold the statement.
#[derive(Default)]
struct Text {
    summary: String,
    full: String,
}

impl Text {
    /// A short statement is its own summary; any other one is between empty lines.
    fn statement(self) -> String {
        match self.full.strip_prefix("\n\n") {
            Some(full) => full.strip_suffix('\n').unwrap_or(full).to_owned(),
            None => self.summary,
        }
    }
}

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.full),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

#[cfg(test)]
mod tests {
    use sea_orm::DbBackend;

    use super::*;

    #[test]
    fn values_replace_placeholders_that_are_unambiguous() {
        let cases = [
            (DbBackend::Sqlite, "SELECT ?, '?'", "SELECT ?, '?'"),
            (DbBackend::Sqlite, "SELECT ?", "SELECT 7"),
            (DbBackend::Sqlite, "SELECT ?1, ?1", "SELECT ?1, ?1"),
            (DbBackend::Sqlite, "SELECT ?1", "SELECT ?1"),
            (DbBackend::Postgres, "SELECT $1, $1", "SELECT 7, 7"),
            (DbBackend::Postgres, "SELECT $2", "SELECT $2"),
            (DbBackend::Postgres, "SELECT '$x'", "SELECT '$x'"),
        ];
        for (backend, sql, expected) in cases {
            assert_eq!(
                with_values(&Statement::from_sql_and_values(backend, sql, [7.into()])),
                expected
            );
        }
    }

    #[test]
    fn a_cleanup_after_a_failure_does_not_hide_it() {
        const FOLLOW: &str = "PRAGMA legacy_alter_table = OFF";
        let recorder = Recorder::default();
        let failed = || recorder.failed(Dialect::SQLITE);
        let report = |sql: &str, failed| recorder.report(sql, failed, String::new);
        report("CREATE TABLE new_a (b)", false);
        report("ALTER TABLE new_a RENAME TO a", true);
        report(FOLLOW, false);
        assert_eq!(failed().as_deref(), Some("ALTER TABLE new_a RENAME TO a"));
        recorder.clear();
        report("ALTER TABLE new_a RENAME TO a", false);
        report(FOLLOW, false);
        assert_eq!(failed(), None);
    }
}
