//! Hears the statements of migrations. sea-orm tells of most, with their values; of those of `execute_unprepared` only the log of the
//! driver knows.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sea_orm::{DatabaseConnection, DbBackend, Statement};
use tracing::dispatcher::{DefaultGuard, Dispatch, WeakDispatch, get_default, set_default, with_default};
use tracing::field::{Field, Visit};
use tracing::instrument::Instrument as _;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, Subscriber};
use tracing::{Event, Metadata, level_filters::LevelFilter};
use tracing_core::span::Current;

use crate::sql::rebuild::FOLLOW;

/// Where sqlx tells of statements.
const TARGET: &str = "sqlx::query";
/// The number of the span in which statements are heard; other subscribers count from one.
const HEARING: u64 = u64::MAX;

/// Whether a statement only puts back what another one of the same rebuild had set.
fn puts_back(sql: &str) -> bool {
    sql == FOLLOW || sql.starts_with("DROP TABLE IF EXISTS \"new_")
}

/// A statement that ran.
#[derive(Debug)]
struct Heard {
    /// As it was sent.
    sql: String,
    /// With its values.
    whole: String,
    /// By the driver.
    logged: bool,
    /// By sea-orm, and whether it failed.
    failed: Option<bool>,
}

/// A statement with its values in their places, where sea-query can tell the places: it panics at numbered ones of SQLite, `?1`, and where
/// a text holds what looks like one.
fn whole(statement: &Statement) -> String {
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
    let told = match statement.db_backend {
        DbBackend::Sqlite => plain && !sql.split('?').skip(1).any(|part| numbered(part) > 0),
        _ => within,
    };
    if told { statement.to_string() } else { sql.clone() }
}

/// The statements that ran, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Recorder(Arc<Mutex<Vec<Heard>>>);

impl Recorder {
    /// Records what sea-orm tells of a connection.
    pub(super) fn over(connection: &mut DatabaseConnection) -> Self {
        let recorder = Self::default();
        let told = recorder.clone();
        connection.set_metric_callback(move |info| {
            told.tell(&info.statement.sql, info.failed, || whole(info.statement));
        });
        recorder
    }

    /// Runs a future; what the driver logs meanwhile is recorded too, and goes to the log as ever.
    pub(super) async fn hears<F: Future>(&self, future: F) -> F::Output {
        let listener = Dispatch::new(Listener {
            recorder: self.clone(),
            log: get_default(Dispatch::clone),
            own: Mutex::default(),
        });
        // The driver of SQLite works in a thread of its own, and takes this span along.
        let span = with_default(&listener, || tracing::error_span!("migration"));
        future.instrument(span).await
    }

    /// Forgets what was.
    pub(super) fn clear(&self) {
        self.heard().clear();
    }

    /// What ran and didn't fail, as far as is known, with values.
    pub(super) fn take(&self) -> Vec<String> {
        let heard = std::mem::take(&mut *self.heard());
        let fine = heard.into_iter().filter(|heard| heard.failed != Some(true));
        fine.map(|heard| heard.whole).collect()
    }

    /// The statement that failed, without its values, which may be anybody's secrets; to be asked once the connection has done
    /// something else, since the driver may log a failure after it has told it.
    pub(super) fn failed(&self) -> Option<String> {
        let heard = self.heard();
        // What is put back after a failure doesn't hide it.
        let end = heard.iter().rposition(|heard| !puts_back(&heard.sql));
        let heard = &heard[..end.map_or(0, |last| last + 1)];
        // After a failure others may have failed for its sake.
        let fails = heard.iter().rev().take_while(|heard| heard.failed == Some(true));
        let last = heard.last()?;
        match last.failed {
            Some(false) => None,
            Some(true) => fails.last().map(|heard| heard.sql.clone()),
            None => Some(last.sql.clone()),
        }
    }

    fn heard(&self) -> MutexGuard<'_, Vec<Heard>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// sea-orm tells of a statement after its end.
    fn tell(&self, sql: &str, failed: bool, whole: impl FnOnce() -> String) {
        let mut heard = self.heard();
        let logged = heard.iter_mut().rev().find(|heard| heard.failed.is_none());
        match logged.filter(|heard| heard.sql == sql) {
            Some(heard) => {
                heard.whole = whole();
                heard.failed = Some(failed);
            }
            None => heard.push(Heard {
                sql: sql.to_owned(),
                whole: whole(),
                logged: false,
                failed: Some(failed),
            }),
        }
    }

    /// The driver logs it before that or, if nobody waited for its end, shortly after.
    fn log(&self, sql: String) {
        let mut heard = self.heard();
        if let Some(last) = heard.last_mut()
            && !last.logged
            && last.sql == sql
        {
            last.logged = true;
            return;
        }
        heard.push(Heard {
            whole: sql.clone(),
            sql,
            logged: true,
            failed: None,
        });
    }
}

/// Stands before the subscriber that is there, and gives it everything but a span of its own.
struct Listener {
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
    /// Listeners that this thread logs to, as long as it is in their spans.
    static LISTENING: RefCell<Vec<DefaultGuard>> = const { RefCell::new(Vec::new()) };
}

fn is_own(id: &Id) -> bool {
    id.into_u64() == HEARING
}

impl Listener {
    fn own(&self) -> MutexGuard<'_, Own> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_heard(metadata: &Metadata<'_>) -> bool {
    metadata.target() == TARGET
}

fn is_ours(metadata: &Metadata<'_>) -> bool {
    metadata.is_span() && metadata.target() == module_path!()
}

impl Subscriber for Listener {
    fn on_register_dispatch(&self, this: &Dispatch) {
        self.own().this = Some(this.downgrade());
    }

    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        let interest = self.log.register_callsite(metadata);
        if is_heard(metadata) || is_ours(metadata) {
            return Interest::sometimes();
        }
        interest
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Asked first in any case: subscribers of layers remember what they answered.
        let logged = self.log.enabled(metadata);
        logged || is_heard(metadata) || is_ours(metadata)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::TRACE)
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        if !is_ours(span.metadata()) {
            return self.log.new_span(span);
        }
        self.own().span = Some(span.metadata());
        Id::from_u64(HEARING)
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
        if is_heard(event.metadata()) {
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
            // A thread that ends has nothing more to tell.
            let _ = LISTENING.try_with(|listening| listening.borrow_mut().push(set_default(&this)));
        }
    }

    fn exit(&self, span: &Id) {
        if !is_own(span) {
            return self.log.exit(span);
        }
        let guard = LISTENING.try_with(|listening| listening.borrow_mut().pop());
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
            Some(metadata) => Current::new(Id::from_u64(HEARING), metadata),
            None => self.log.current_span(),
        }
    }
}

/// The fields of an event that hold the statement.
#[derive(Default)]
struct Text {
    summary: String,
    whole: String,
}

impl Text {
    /// A statement of few words is its own summary; any other stands in empty lines.
    fn statement(self) -> String {
        match self.whole.strip_prefix("\n\n") {
            Some(whole) => whole.strip_suffix('\n').unwrap_or(whole).to_owned(),
            None => self.summary,
        }
    }
}

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.whole),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_places_that_can_be_told() {
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
                whole(&Statement::from_sql_and_values(backend, sql, [7.into()])),
                expected
            );
        }
    }

    #[test]
    fn what_is_put_back_after_a_failure_does_not_hide_it() {
        let recorder = Recorder::default();
        let tell = |sql: &str, failed| recorder.tell(sql, failed, String::new);
        tell("CREATE TABLE new_a (b)", false);
        tell("ALTER TABLE new_a RENAME TO a", true);
        tell(FOLLOW, false);
        assert_eq!(recorder.failed().as_deref(), Some("ALTER TABLE new_a RENAME TO a"));
        recorder.clear();
        tell("ALTER TABLE new_a RENAME TO a", false);
        tell(FOLLOW, false);
        assert_eq!(recorder.failed(), None);
    }
}
